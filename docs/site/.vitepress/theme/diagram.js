import { useData } from 'vitepress'
import { defineComponent, h, onMounted, shallowRef, useId, watch } from 'vue'

/** A diagram in Mermaid's language. Only the browser can draw it, and only a page that has one loads Mermaid. */
export const Diagram = defineComponent({
  props: { source: { type: String, required: true } },
  setup({ source }) {
    const { isDark } = useData()
    const place = shallowRef()
    const id = `diagram-${useId()}`
    onMounted(draw)
    watch(isDark, draw)
    return () => h('div', { ref: place, class: 'diagram' })

    async function draw() {
      const { default: mermaid } = await import('mermaid')
      mermaid.initialize({ startOnLoad: false, theme: isDark.value ? 'dark' : 'default' })
      // Measured where it is shown, because the styles of the page change the size of its text.
      const { svg } = await mermaid.render(id, decodeURIComponent(source), place.value)
      place.value.innerHTML = svg
    }
  },
})

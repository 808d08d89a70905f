/** Names are the same in every language. */
const names =
  /^(Feria|Panadería Ana|Café do João|Taller Lupe|Quiosco Sur|[A-Z]{2,}(_[A-Z]+)*|Argentina|Chile|Uruguay|English|Español|Português)(, Feria)?$/

/** What a page says, in order: texts, titles and labels, without codes, names and numbers. */
export function textsOf(html: string): string[] {
  const labels = [...html.matchAll(/ (?:aria-label|placeholder|alt|title)="([^"]*)"/g)]
  const visible = html
    .replace(/<(code|script|style)\b.*?<\/\1>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => text.trim())
  return [...visible, ...labels.map(([, label = '']) => label)].filter(
    (text) => /\p{L}{2}/u.test(text) && !names.test(text),
  )
}

/** Draws the fenced blocks in Mermaid's language, as GitHub does. */
export function diagrams(md) {
  const { fence } = md.renderer.rules
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]
    if (info !== 'mermaid') return fence(tokens, index, ...rest)
    return `<Diagram source="${encodeURIComponent(content)}" />`
  }
}

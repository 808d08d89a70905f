/**
 * The URL, or `undefined` where the text is none. Not by `URL.canParse`: once it is optimized, that of Node 20
 * refuses hosts with letters such as `ñ`.
 */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

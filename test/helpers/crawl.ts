/** A page as it came. */
export interface CrawledPage {
  status: number
  /** Empty for what is no page. */
  html: string
}

/** What a crawl found. */
export interface Crawl {
  /** Every page that was shown, by path. */
  pages: string[]
  /** Pages that lead nowhere: their own part has neither a link nor a button. */
  deadEnds: string[]
  /** Links that lead to an error page, with the page that has them. */
  broken: string[]
}

/**
 * Follows every link to the same origin from these paths on. Queries apart from `lang` and `id` are not followed
 * twice for one path.
 */
export async function crawl(
  origin: string,
  starts: readonly string[],
  get: (path: string) => Promise<CrawledPage>,
): Promise<Crawl> {
  const found: Crawl = { pages: [], deadEnds: [], broken: [] }
  const seen = new Set<string>()
  const waiting = starts.map((path) => ({ path, from: undefined as string | undefined }))
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, from } = next
    if (seen.has(path)) continue
    seen.add(path)
    const { status, html } = await get(path)
    if (from !== undefined && status >= 400) found.broken.push(`${from} -> ${path} (${status})`)
    if (html === '') continue
    found.pages.push(path)
    if (!leadsOn(html)) found.deadEnds.push(path)
    for (const link of linksOf(html, `${origin}${path}`)) {
      if (link.startsWith(`${origin}/`))
        waiting.push({ path: link.slice(origin.length), from: path })
    }
  }
  return found
}

/** Whether the page's own part, apart from what every page has, has a link or a button. */
export function leadsOn(html: string): boolean {
  const [, main = ''] = /<main\b[^>]*>(.*)<\/main>/s.exec(html) ?? []
  return /<a\s[^>]*href="[^"#]|<button\b(?![^>]*\bdisabled)/.test(main)
}

function linksOf(html: string, base: string): string[] {
  return [...html.matchAll(/<a\s[^>]*href="([^"]*)"/g)].map(([, href = '']) => {
    const url = new URL(href.replaceAll('&amp;', '&'), base)
    url.hash = ''
    return url.href
  })
}

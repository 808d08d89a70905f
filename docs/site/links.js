import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository, which is also the root of the site. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The Markdown that becomes pages. */
const page =
  /^((README|CONTRIBUTING|SECURITY|CHANGELOG)\.md|docs\/[\w-]+\.md|docs\/api\/.*\.md|(packages|examples)\/[\w-]+\/(README|CHANGELOG)\.md)$/

/** Folders that have Markdown for other readers. */
export const otherFolders = ['.*/**', 'docs/site/**', 'release/**', 'test/**', 'examples/*/*/**']

const repository = 'https://github.com/mercadopago-oauth/mercadopago-oauth'

/** Makes the links of a page right for the site: a page leads to a page, anything else to the repository. */
export function siteLinks(md) {
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    for (const link of tokens.flatMap(({ children }) => children ?? [])) {
      if (link.type === 'link_open') link.attrSet('href', siteLink(link.attrGet('href'), env))
    }
  })
}

function siteLink(href, { relativePath }) {
  const [, address, hash = ''] = /^([^#]*)(#.*)?$/.exec(href)
  if (address === repository) return `/index.md${hash}`
  const path = pathOf(address, relativePath)
  if (path === undefined) return href
  if (page.test(path)) return `/${path.replace(/README\.md$/, 'index.md')}${hash}`
  const target = join(root, decodeURIComponent(path))
  if (!existsSync(target)) throw new Error(`${relativePath} links to ${path}, which is absent`)
  const kind = statSync(target).isDirectory() ? 'tree' : 'blob'
  return `${repository}/${kind}/main/${path}${hash}`
}

/** Where a link leads in the repository; `undefined` for another site, and for a place on the same page. */
function pathOf(address, relativePath) {
  const ours = /^\/(?:blob|tree)\/main\/(.*)$/.exec(address.replace(repository, ''))
  if (ours) return ours[1]
  if (address === '' || /^[a-z]+:/.test(address)) return undefined
  return posix.join(posix.dirname(relativePath), address)
}

import { UsageError } from './command.ts'
import { isLoopback } from './loopback.ts'
import { parsedUrl } from './parsed-url.ts'
import type { Terminal } from './terminal.ts'

/**
 * The proxy that the environment names for a URL: that of `HTTPS_PROXY`, unless `NO_PROXY` lists the host.
 * Plain http is only used on this machine, which is never reached through a proxy.
 *
 * @throws UsageError which does not show the address: there may be a password in it.
 */
export function proxyOf(url: URL, env: Terminal['env']): URL | undefined {
  const text = env.https_proxy || env.HTTPS_PROXY
  if (!text || url.protocol !== 'https:' || isLoopback(url)) return undefined
  return isExempt(url, env.no_proxy || env.NO_PROXY || '') ? undefined : proxyUrl(text)
}

function proxyUrl(text: string): URL {
  const address = text.includes('://') ? text : `http://${text}`
  const url = parsedUrl(address)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new UsageError(
    'HTTPS_PROXY must be an http or https URL, such as http://proxy.example:3128.',
  )
}

/** As curl reads the list: `*`, `host`, `.domain`, `*.domain` or `domain` with its subdomains; each may have a port. */
function isExempt({ hostname, port }: URL, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, name = '', ofPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? []
      if (ofPort !== undefined && ofPort !== (port || '443')) return false
      const domain = name.replace(/^\*?\./, '')
      return name === '*' || (domain !== '' && `.${hostname}`.endsWith(`.${domain}`))
    })
}

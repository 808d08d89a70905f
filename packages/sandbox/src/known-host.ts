import { isIP } from 'node:net'
import type { Middleware } from 'koa'
import { parsedUrl } from './parsed-url.ts'

const everywhere = ['0.0.0.0', '::']

/**
 * Middleware that responds with 403 to a request under a host name that is not the server's. An attacker's name
 * may point to this address; a page under that name would then be of the same site (DNS rebinding).
 *
 * @param host - What the server was started on.
 */
export function refuseUnknownHost(host: string): Middleware {
  return async function knownHost(ctx, next) {
    const url = parsedUrl(`http://${ctx.get('host')}`)
    if (url === undefined || !isKnownHost(url.hostname, host)) {
      ctx.throw(403, 'this server does not accept that host name: see the option "host"')
    }
    await next()
  }
}

/**
 * Whether a host name of a URL is this server's: this machine's names, and the one it was started on. If
 * that is every address, also any IP address and any name that nobody can register: one without a dot,
 * such as a container's, or below `.internal`.
 */
export function isKnownHost(hostname: string, host: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1')
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true
  if (/^127\.\d+\.\d+\.\d+$/.test(name) || name === host.toLowerCase()) return true
  if (!everywhere.includes(host) || name === '') return false
  return isIP(name) !== 0 || !name.includes('.') || name.endsWith('.internal')
}

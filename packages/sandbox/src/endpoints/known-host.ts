import { isIP } from 'node:net'
import type { Context, Middleware } from 'koa'

const everywhere = ['0.0.0.0', '::']

/**
 * Middleware that refuses with 403 a request under a name that this server does not go by: somebody
 * may have let their own name point here, and then their page is of the same site (DNS rebinding).
 *
 * @param host - What the server was started on. If that is every address, any IP address is let
 *   through, and any name without a dot, such as a container's: nobody can own those.
 */
export function refuseUnknownHost(host: string): Middleware {
  return async function knownHost(ctx, next) {
    if (!isKnown(hostnameOf(ctx), host)) ctx.throw(403, 'this server does not go by that name')
    await next()
  }
}

function isKnown(name: string, host: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true
  if (/^127\.\d+\.\d+\.\d+$/.test(name) || name === host.toLowerCase()) return true
  return everywhere.includes(host) && name !== '' && (isIP(name) !== 0 || !name.includes('.'))
}

function hostnameOf(ctx: Context): string {
  const host = `http://${ctx.get('host')}`
  return URL.canParse(host) ? new URL(host).hostname.replace(/^\[(.*)\]$/, '$1') : ''
}

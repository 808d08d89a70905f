import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Listener } from './loopback.ts'

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/**
 * Leads readers from the other names of this machine to the one that sellers come back to: cookies are
 * kept by name, and an attempt that begins on 127.0.0.1 cannot end on localhost.
 */
export function onOneHost(origin: string, listener: Listener): Listener {
  const { host, hostname, port } = new URL(origin)
  const others = loopbackNames.map((name) => `${name}:${port}`).filter((name) => name !== host)
  return function oneHost(req: IncomingMessage, res: ServerResponse) {
    const { method, headers, url = '' } = req
    const isElsewhere = loopbackNames.includes(hostname) && others.includes(headers.host ?? '')
    if (!isElsewhere || method !== 'GET' || !url.startsWith('/')) return listener(req, res)
    return res.writeHead(302, { location: origin + url, 'cache-control': 'no-store' }).end()
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'

/** Serves a function from a `Request` to a `Response` by Node, as small as that can be. */
export function nodeHandler(handler: (request: Request) => Promise<Response>) {
  return async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks = incoming.iterator({ destroyOnReturn: false })
    const reply = await handler(requestOf(incoming, chunks))
    // Reads and discards the rest of the body, so that the next request on the connection is read.
    response.on('finish', () => void chunks.return?.().then(() => incoming.resume()))
    response.statusCode = reply.status
    for (const [name, value] of reply.headers) response.appendHeader(name, value)
    response.end(Buffer.from(await reply.arrayBuffer()))
  }
}

function requestOf(incoming: IncomingMessage, chunks: AsyncIterable<Uint8Array>): Request {
  const { method = 'GET', url = '/', headers } = incoming
  // The origin of a target in absolute form is ignored: it may even hold a password.
  const target = url.replace(/^\w+:\/\/[^/?#]*/, '')
  const sent = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    [value ?? []].flat().join(', '),
  ])
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(`http://app.example${target}`, {
    method,
    headers: sent,
    ...(hasBody && { body: ReadableStream.from(chunks), duplex: 'half' }),
  })
}

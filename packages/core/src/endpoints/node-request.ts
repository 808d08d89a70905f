import type { IncomingMessage } from 'node:http'
import { bodyBytes } from './body-bytes.ts'

/** Reads a header of Node's request, for `header` of an `EndpointRequest`. */
export function nodeHeader({ headers }: IncomingMessage): (name: string) => string {
  return (name) => {
    const value = headers[name] ?? ''
    return typeof value === 'string' ? value : value.join(', ')
  }
}

/**
 * The body of Node's request: what a parser of the app left, or else the bytes themselves.
 *
 * @param parsed - what a parser left, if one ran.
 * @throws WebhookSignatureError `webhook_malformed`: the body is longer than 64 KiB, broke off, or was read before.
 */
export async function nodeBody(request: IncomingMessage, parsed?: unknown): Promise<unknown> {
  return isParsed(request, parsed) ? parsed : await bytesOf(request)
}

/** Many parsers leave an empty object for a body that they did not read, since it has another content type. */
function isParsed({ readableDidRead }: IncomingMessage, parsed: unknown): boolean {
  return parsed !== undefined && (readableDidRead || Object.keys(Object(parsed)).length > 0)
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  try {
    return await bodyBytes(request.iterator({ destroyOnReturn: false }))
  } finally {
    // Lets the rest of the body pass: otherwise no later request on the same connection would be read.
    request.resume()
  }
}

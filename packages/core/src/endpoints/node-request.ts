import type { IncomingMessage } from 'node:http'
import { WebhookSignatureError } from '../errors.ts'
import { maxBodyBytes } from '../notifications/notification.ts'

/** Reads a header of Node's request, for `header` of an `EndpointRequest`. */
export function nodeHeader({ headers }: IncomingMessage): (name: string) => string {
  return (name) => [headers[name] ?? []].flat().join(', ')
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
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length
      if (length > maxBodyBytes) break
      chunks.push(chunk)
    }
    // The rest is let by: otherwise nothing that comes later on the same connection would be read.
    request.resume()
  } catch {
    throw new WebhookSignatureError('webhook_malformed')
  }
  if (length === 0 || length > maxBodyBytes) throw new WebhookSignatureError('webhook_malformed')
  return Buffer.concat(chunks)
}

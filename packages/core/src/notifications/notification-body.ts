import type { IncomingMessage } from 'node:http'
import { WebhookSignatureError } from '../errors.ts'
import { maxBodyBytes } from './notification.ts'

/**
 * The body of a request that no parser has read.
 *
 * @throws WebhookSignatureError `webhook_malformed`: it is too long, broke off, or was read before.
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
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

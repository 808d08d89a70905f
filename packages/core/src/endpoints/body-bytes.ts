import { WebhookSignatureError } from '../errors.ts'
import { maxBodyBytes } from '../notifications/notification.ts'

/**
 * Reads the body of a notification, at most 64 KiB of it.
 *
 * @throws WebhookSignatureError `webhook_malformed`: the body is empty, longer than 64 KiB, or broke off.
 */
export async function bodyBytes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of chunks) {
      length += chunk.length
      if (length > maxBodyBytes) break
      read.push(chunk)
    }
  } catch {
    throw new WebhookSignatureError('webhook_malformed')
  }
  if (length === 0 || length > maxBodyBytes) throw new WebhookSignatureError('webhook_malformed')
  return Buffer.concat(read)
}

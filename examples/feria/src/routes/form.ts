import type { IncomingMessage } from 'node:http'
import { FormUnreadable } from '../failure/failure.ts'

const mostBytes = 16 * 1024

/**
 * The fields of a form, read from the request itself: both frameworks leave the body alone.
 *
 * @throws FormUnreadable when it is no form, or longer than any of ours.
 */
export async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const [type] = (req.headers['content-type'] ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') throw new FormUnreadable()
  const chunks: Buffer[] = []
  let bytes = 0
  // The stream stays open when we stop: it also carries our response.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new FormUnreadable()
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

import { createHash } from 'node:crypto'

/** Ties requests that carried the same value, without the value: its SHA-256, in base64url. */
export function markOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

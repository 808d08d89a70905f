import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares in constant time. Hashing first gives both sides one length, which `timingSafeEqual` demands. */
export function secretsMatch(expected: string, received: string): boolean {
  return timingSafeEqual(sha256(expected), sha256(received))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

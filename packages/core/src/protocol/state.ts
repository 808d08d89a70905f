import { randomBytes } from 'node:crypto'

/**
 * Makes a state: 256 random bits that say nothing about the app, the user or the seller.
 *
 * @see RFC 6749, section 10.12
 */
export function createState(): string {
  return randomBytes(32).toString('base64url')
}

import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The form of Mercado Pago's ids of orders: 48 bits of time and 80 random ones, in 26 characters. */
export function createUlid(at: Date): string {
  const time = BigInt(at.getTime()) << 80n
  let bits = time | BigInt(`0x${randomBytes(10).toString('hex')}`)
  let ulid = ''
  for (let length = 0; length < 26; length++) {
    ulid = `${alphabet[Number(bits & 31n)]}${ulid}`
    bits >>= 5n
  }
  return ulid
}

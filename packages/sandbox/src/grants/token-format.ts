import { randomBytes, randomUUID } from 'node:crypto'

/** `TG-<24 hex>-<user id>`: authorization codes and refresh tokens look alike. */
export function createTicket(userId: number): string {
  return `TG-${randomBytes(12).toString('hex')}-${userId}`
}

/** `<prefix>-<client id>-<MMDDHH>-<32 hex>-<user id>`; the prefix is `APP_USR` or `TEST`. */
export function createAccessToken(
  prefix: string,
  grant: { clientId: string; userId: number },
  issuedAt: Date,
): string {
  const monthDayHour = issuedAt.toISOString().replace(/^\d+-(\d\d)-(\d\d)T(\d\d).*$/, '$1$2$3')
  const random = randomBytes(16).toString('hex')
  return [prefix, grant.clientId, monthDayHour, random, grant.userId].join('-')
}

/** `<prefix>-<uuid>` */
export function createPublicKey(prefix: string): string {
  return `${prefix}-${randomUUID()}`
}

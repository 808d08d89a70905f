import { randomBytes, randomUUID } from 'node:crypto'

/** `TG-<24 hex>-<user id>`: authorization codes and refresh tokens look alike. */
export function createTicket(userId: number): string {
  return `TG-${randomBytes(12).toString('hex')}-${userId}`
}

/** `APP_USR-<client id>-<MMDDHH>-<32 hex>-<user id>`; `TEST-` in front for a test token. */
export function createAccessToken(
  grant: { clientId: string; userId: number; isLive: boolean },
  issuedAt: Date,
): string {
  const monthDayHour = issuedAt.toISOString().replace(/^\d+-(\d\d)-(\d\d)T(\d\d).*$/, '$1$2$3')
  const random = randomBytes(16).toString('hex')
  return [prefixOf(grant.isLive), grant.clientId, monthDayHour, random, grant.userId].join('-')
}

/** `APP_USR-<uuid>`, or `TEST-<uuid>`. */
export function createPublicKey(isLive: boolean): string {
  return `${prefixOf(isLive)}-${randomUUID()}`
}

function prefixOf(isLive: boolean): string {
  return isLive ? 'APP_USR' : 'TEST'
}

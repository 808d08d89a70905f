import type { SellerRecord } from './seller-record.ts'

/** A seller's access token in the clear, with what is needed to judge it. Never leaves the process. */
export interface LiveToken
  extends Pick<SellerRecord, 'generation' | 'expiresAt' | 'dueAt' | 'lostReason'> {
  readonly accessToken: string
  readonly issuedAt: Date
}

/** A request takes time to arrive, so a token counts as expired a minute early. */
const marginMs = 60_000

/** What is judged; a record has it, too. */
type Judged = Pick<LiveToken, 'expiresAt' | 'dueAt' | 'lostReason'>

/** Whether the provider still accepts the token, as far as one can tell. */
export function isUsable({ expiresAt, lostReason }: Judged, now: Date): boolean {
  const isGone = lostReason === 'revoked' || lostReason === 'expired'
  return !isGone && !isExpired({ expiresAt }, now)
}

/** Whether the token has expired, or will before a request with it arrives. */
export function isExpired({ expiresAt }: Pick<LiveToken, 'expiresAt'>, now: Date): boolean {
  return expiresAt.getTime() - marginMs <= now.getTime()
}

/** Whether a renewal should begin: it is due, or the token expired while a renewal was put off. */
export function isDue(token: Judged, now: Date): boolean {
  if (token.lostReason !== null || token.dueAt === null) return false
  return token.dueAt <= now || !isUsable(token, now)
}

export function liveToken(record: SellerRecord, accessToken: string): LiveToken {
  const { generation, linkedAt, renewedAt, expiresAt, dueAt, lostReason } = record
  const issuedAt = renewedAt ?? linkedAt
  return { accessToken, generation, issuedAt, expiresAt, dueAt, lostReason }
}

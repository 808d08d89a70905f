import type { LostReason, TokenRecord } from '../store/token-store.ts'

/** A seller's access token in the open, with what is needed to judge it. Never leaves the process. */
export interface LiveToken {
  readonly accessToken: string
  readonly generation: number
  readonly issuedAt: Date
  readonly expiresAt: Date
  readonly dueAt: Date | null
  readonly lostReason: LostReason | null
}

/** Nothing may arrive at the provider's after the token's end, so it ends a minute early here. */
const marginMs = 60_000

/** What is judged; a record has it, too. */
type Judged = Pick<LiveToken, 'expiresAt' | 'dueAt' | 'lostReason'>

/** Whether the provider still takes it, as far as one can tell. */
export function isUsable({ expiresAt, lostReason }: Judged, now: Date): boolean {
  const isGone = lostReason === 'revoked' || lostReason === 'expired'
  return !isGone && expiresAt.getTime() - marginMs > now.getTime()
}

/** Whether a renewal should begin: it is due, or the token has ended while one was put off. */
export function isDue(token: Judged, now: Date): boolean {
  if (token.lostReason !== null || token.dueAt === null) return false
  return token.dueAt <= now || !isUsable(token, now)
}

export function liveToken(record: TokenRecord, accessToken: string): LiveToken {
  const { generation, linkedAt, renewedAt, expiresAt, dueAt, lostReason } = record
  const issuedAt = renewedAt ?? linkedAt
  return { accessToken, generation, issuedAt, expiresAt, dueAt, lostReason }
}

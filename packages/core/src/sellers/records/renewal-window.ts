import { createHash } from 'node:crypto'
import { positiveInteger } from '../../option.ts'
import type { SellerKey } from '../../store/token-store.ts'

/** From when to when a token is valid, and how long before its end it is renewed at most. */
export interface TokenLife {
  issuedAt: Date
  expiresAt: Date
  renewBeforeMs: number
}

/** A day in milliseconds. */
export const dayMs: number = 24 * 60 * 60 * 1000
/** Due dates are spread over this part of the window: a day of 30, so that sellers linked together are not due together. */
const spread = 1 / 30
/** A renewal that has not happened after this part of the window is overdue: 6 days of 30. */
const patience = 1 / 5

/**
 * The time in which a token is renewed: the last sixth of its life, at most `renewBeforeMs`. Mercado Pago's
 * 180 days give the 30 that leave a seller weeks to link again.
 */
function windowMs({ issuedAt, expiresAt, renewBeforeMs }: TokenLife): number {
  return Math.min(renewBeforeMs, (expiresAt.getTime() - issuedAt.getTime()) / 6)
}

/** The option `renewBeforeDays`, in milliseconds. */
export function renewBeforeMsOf(days: unknown): number {
  return positiveInteger(days, 'renewBeforeDays', 30) * dayMs
}

/** When a renewal is due: early in the window, at a different time for each seller. */
export function dueAtOf({ clientId, sellerId }: SellerKey, life: TokenLife): Date {
  const digest = createHash('sha256')
    .update(JSON.stringify([clientId, sellerId]))
    .digest()
  const fraction = digest.readUInt32BE() / 2 ** 32
  const leftMs = windowMs(life) * (1 - spread * fraction)
  return new Date(life.expiresAt.getTime() - Math.floor(leftMs))
}

/** Whether a renewal should have happened by now. */
export function isOverdue(life: TokenLife, now: Date): boolean {
  return life.expiresAt.getTime() - windowMs(life) * (1 - patience) <= now.getTime()
}

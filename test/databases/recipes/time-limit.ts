import type { SellerTokens } from 'mercadopago-oauth'
import { sweep } from './sweep.js'

/** Where a function may run for 60 s: a renewal that has begun may take 20 s more. */
export function sweepWithinAMinute(sellers: SellerTokens) {
  return sweep(sellers, AbortSignal.timeout(40_000))
}

import type { Purchase } from './purchase.ts'

/** An order of Checkout Pro, created with the seller's access token. */
export interface Order extends Purchase {
  /** `ORD` and a ULID; of a test token, `ORDTST` and a ULID. */
  readonly id: string
  /** What the request had in `X-Idempotency-Key`. */
  readonly idempotencyKey: string
}

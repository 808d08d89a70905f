import type { MercadoPagoOAuthError } from '../../errors.ts'
import type { LostReason } from './record-body.ts'

/** What happened to sellers, for logs and alerts. No token is in any of it. */
export interface SellerEvents {
  /** A seller was linked, or linked again. */
  linked: [event: { sellerId: string; owner: string | undefined; again: boolean }]
  /** A new token pair is saved, or kept until it can be. `lostScope` names permissions that are gone. */
  renewed: [event: { sellerId: string; expiresAt: Date; lostScope: readonly string[] }]
  /** A renewal did not work and will be tried again. */
  renewalFailed: [event: { sellerId: string; error: MercadoPagoOAuthError }]
  /** The seller must link again. Announced once. */
  reauthorizationRequired: [event: { sellerId: string; reason: LostReason }]
  /** A renewal that was still under way saved its tokens after `reauthorizationRequired`: the link works. */
  recovered: [event: { sellerId: string; reason: LostReason }]
  /** The seller was unlinked here. `revoked`: the provider was told, too, and agreed. */
  unlinked: [event: { sellerId: string; revoked: boolean }]
  /** A renewal returned another seller's tokens, which are neither stored nor handed out. Alert an operator. */
  sellerMismatch: [event: { sellerId: string; receivedSellerId: string }]
  /** A stored token cannot be decrypted. Alert an operator. */
  integrityFailure: [event: { sellerId: string; keyId: string | undefined }]
}

/** Tells the listeners. */
export type Announce = <Name extends keyof SellerEvents>(
  name: Name,
  ...event: SellerEvents[Name]
) => void

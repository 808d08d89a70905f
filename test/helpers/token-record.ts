import type { TokenRecord } from 'mercadopago-oauth'

/** A seller as a store is given it. */
export function tokenRecord(changes: Partial<TokenRecord> = {}): TokenRecord {
  return {
    application: 'app-1',
    sellerId: '2345678901',
    generation: 1,
    accessToken: 'v1.keyident.nonce.access',
    refreshToken: 'v1.keyident.nonce.refresh',
    expiresAt: new Date('2027-05-20T10:11:12.345Z'),
    dueAt: new Date('2027-04-20T10:11:12.345Z'),
    lostReason: null,
    owner: 'shop-1',
    scope: 'offline_access read write',
    publicKey: 'APP_USR-key',
    liveMode: true,
    linkedAt: new Date('2026-11-21T10:11:12.345Z'),
    renewedAt: null,
    ...changes,
  }
}

import type { TokenRecord } from 'mercadopago-oauth/store'

/** A seller as a store is given it. */
export function tokenRecord(changes: Partial<TokenRecord> = {}): TokenRecord {
  return {
    clientId: 'app-1',
    sellerId: '2345678901',
    generation: 1,
    dueAt: new Date('2027-04-20T10:11:12.345Z'),
    owner: 'shop-1',
    linkedAt: new Date('2026-11-21T10:11:12.345Z'),
    body: JSON.stringify({
      v: 1,
      accessToken: 'v1.keyident.nonce.access',
      refreshToken: 'v1.keyident.nonce.refresh',
      expiresAt: '2027-05-20T10:11:12.345Z',
      scope: 'offline_access read write',
      publicKey: 'APP_USR-key',
      liveMode: true,
      lostReason: null,
      renewedAt: null,
    }),
    ...changes,
  }
}

import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import { createClient, MemoryTokenStore, SellerTokens, TokenSet } from 'mercadopago-oauth'
import { defaultClientId, defaultClientSecret } from 'mercadopago-oauth-sandbox'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { changedRecord, recordIn } from '../helpers/stored-seller.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Sellers with something in common. */
export interface Group {
  sellers: number
  /** When they consented. */
  daysAgo: number
  /** When their renewals are due. Default: as the library decides. */
  dueInDays?: number
  lostReason?: 'revoked'
  isDamaged?: boolean
}

/** Fills the folder of an app that was not started yet: sellers 900000001 and up, in the order of the groups. */
export async function addSellers(folder: string, groups: readonly Group[]): Promise<void> {
  const path = join(folder, 'sellers.sqlite')
  const key = randomBytes(32).toString('base64')
  writeFileSync(`${path}.key`, `${key}\n`, { mode: 0o600 })
  const file = openFile({ url: `file:${path}` })
  const store = new SqliteTokenStore({ client: file })
  await store.migrate()
  let sellerId = 900_000_000
  const made = new MemoryTokenStore()
  let linkedAt = new Date()
  const sellers = new SellerTokens({
    client,
    store: made,
    encryptionKeys: [key],
    clock: () => linkedAt,
  })
  // What is at stake is the page, not the disk.
  await file.execute('PRAGMA synchronous = OFF')
  for (const { sellers: count, daysAgo, dueInDays, lostReason, isDamaged } of groups) {
    linkedAt = new Date(Date.now() - daysAgo * dayMs)
    for (let each = 0; each < count; each += 1) {
      sellerId += 1
      await sellers.link(tokensOf(String(sellerId), linkedAt), { owner: `shop ${sellerId}` })
      const record = await recordIn(made, { clientId: defaultClientId, sellerId: String(sellerId) })
      const changed = changedRecord(record, {
        ...(dueInDays !== undefined && { dueAt: new Date(Date.now() + dueInDays * dayMs) }),
        ...(lostReason !== undefined && { lostReason, dueAt: null }),
        ...(isDamaged && { accessToken: 'v1.damaged' }),
      })
      const isSaved = await store.save(changed, undefined)
      if (!isSaved) throw new Error(`seller ${sellerId} was there already`)
    }
  }
  await sellers.close()
  file.close()
}

const client = createClient({
  clientId: defaultClientId,
  clientSecret: defaultClientSecret,
  redirectUri: 'http://localhost/mercadopago/callback',
})

function tokensOf(sellerId: string, since: Date): TokenSet {
  return new TokenSet({
    accessToken: `APP_USR-${sellerId}`,
    refreshToken: `TG-${sellerId}`,
    expiresAt: new Date(since.getTime() + 180 * dayMs),
    scope: ['read', 'write', 'offline_access'],
    sellerId,
    publicKey: undefined,
    liveMode: true,
  })
}

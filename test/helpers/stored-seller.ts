import type { SellerKey, TokenRecord, TokenStore } from 'mercadopago-oauth/store'

/** The members of a body as they are stored. */
interface StoredBody {
  v: number
  accessToken: string
  refreshToken: string | null
  expiresAt: string
  scope: string
  publicKey: string | null
  liveMode: boolean | null
  lostReason: string | null
  renewedAt: string | null
}

/** A stored record with the members of its body beside those of the envelope. */
export type StoredSeller = Omit<TokenRecord, 'body'> & StoredBody

/** What of a stored record a test changes, whichever part it is in. */
export type StoredChanges = { [Name in keyof StoredSeller]?: unknown }

const envelope = ['clientId', 'sellerId', 'generation', 'dueAt', 'owner', 'linkedAt']

export function storedSeller({ body, ...record }: TokenRecord): StoredSeller {
  return { ...record, ...(JSON.parse(body) as StoredBody) }
}

/** The record with some members changed, right ones or wrong ones. */
export function changedRecord(record: TokenRecord, changes: StoredChanges): TokenRecord {
  const of = (isEnvelope: boolean) =>
    Object.fromEntries(
      Object.entries(changes).filter(([name]) => envelope.includes(name) === isEnvelope),
    )
  const body = JSON.stringify({ ...JSON.parse(record.body), ...of(false) })
  return { ...record, ...of(true), body }
}

/** The record of a seller who must be there. */
export async function recordIn(store: TokenStore, key: SellerKey): Promise<TokenRecord> {
  const record = await store.get(key)
  if (record === undefined) throw new Error(`seller ${key.sellerId} is not in the store`)
  return record
}

/** What is stored of a seller who must be there. */
export async function storedIn(store: TokenStore, key: SellerKey): Promise<StoredSeller> {
  return storedSeller(await recordIn(store, key))
}

/** Changes what is stored of a seller, behind everybody's back. */
export async function changeStored(
  store: TokenStore,
  key: SellerKey,
  changes: StoredChanges,
): Promise<void> {
  const record = await recordIn(store, key)
  await store.save(changedRecord(record, changes), record.generation)
}

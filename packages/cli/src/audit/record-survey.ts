import type { TokenRecord, TokenStore } from 'mercadopago-oauth/store'
import { jsonFields } from '../json-fields.ts'

/** Which key sealed records, and the oldest of them. */
export interface KeyUse {
  /** A name that is derived from the key and tells nothing about it. */
  readonly keyId: string
  count: number
  oldest: Date
  newest: Date
}

const pageSize = 500
const longEndedMs = 180 * 24 * 60 * 60 * 1000

/** `v1.<key id>.<nonce>.<ciphertext and tag>`, as core writes it. */
const sealed = /^v\d+\.([\w-]{8,64})\.[\w-]{16,}\.[\w-]+$/
/** An access token, a code or a refresh token, as Mercado Pago spells them. */
const inTheClear = /\b(APP_USR|TEST)-\d+-|\bTG-[\da-f]{16,}-\d/

/** The data of all records of an application that can be read without a key. It holds no token. */
export class RecordSurvey {
  /** Records that were looked at. */
  count = 0
  /** With a token that is not sealed, or with one in the clear in another place. */
  unsealed = 0
  /** Whose access token ended more than 180 days ago. */
  longEnded = 0
  readonly #keys = new Map<string, KeyUse>()

  private constructor() {}

  static async of(store: TokenStore, clientId: string, now: Date): Promise<RecordSurvey> {
    const survey = new RecordSurvey()
    let after: string | undefined
    for (;;) {
      const records = await store.list({ clientId, after, limit: pageSize })
      for (const record of records) if (!isReserved(record)) survey.#add(record, now)
      after = records.at(-1)?.sellerId
      if (records.length < pageSize) return survey
    }
  }

  /** The keys in use, the one of the newest record first. */
  get keys(): readonly KeyUse[] {
    return [...this.#keys.values()].sort((a, b) => b.newest.getTime() - a.newest.getTime())
  }

  #add(record: TokenRecord, now: Date): void {
    this.count += 1
    const fields = jsonFields(record.body)
    const { accessToken, refreshToken = null } = fields
    const tokens = refreshToken === null ? [accessToken] : [accessToken, refreshToken]
    const keyIds = tokens.map((token) => sealed.exec(String(token))?.[1])
    if (keyIds.includes(undefined) || inTheClear.test(`${record.body} ${record.owner}`)) {
      this.unsealed += 1
    }
    const writtenAt = dateOf(fields.renewedAt) ?? record.linkedAt
    for (const keyId of new Set(keyIds)) if (keyId !== undefined) this.#use(keyId, writtenAt)
    const expiresAt = dateOf(fields.expiresAt)
    const isLongEnded = expiresAt && now.getTime() - expiresAt.getTime() > longEndedMs
    if (isLongEnded) this.longEnded += 1
  }

  #use(keyId: string, at: Date): void {
    const use = this.#keys.get(keyId) ?? { keyId, count: 0, oldest: at, newest: at }
    use.count += 1
    if (at < use.oldest) use.oldest = at
    if (at > use.newest) use.newest = at
    this.#keys.set(keyId, use)
  }
}

/** Core keeps a record by which it checks keys: of no seller, and without a date. */
function isReserved({ sellerId }: TokenRecord): boolean {
  return sellerId.startsWith('~')
}

function dateOf(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date
}

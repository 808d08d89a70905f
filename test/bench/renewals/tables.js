import { randomBytes } from 'node:crypto'
import { TokenSet } from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { clientId } from '../application.js'
import { sellersOf } from './ours.js'

const dayMs = 24 * 60 * 60 * 1000
const lifeMs = 180 * dayMs
/** Ids from here on are of sellers who are not due, and whose tokens nobody decrypts. */
const firstOther = 900_000_000

/** The sellers of both ways, in one database: the same ids, the same tokens, due at the same time. */
export class Tables {
  /** Seals the tokens. */
  encryptionKey = randomBytes(32).toString('base64')
  #pool
  #due
  #size

  constructor(pool, due) {
    this.#pool = pool
    this.#due = due
    this.#size = due
  }

  /** Makes the tables, with `due` sellers in each. */
  async create() {
    await new PostgresTokenStore({ pool: this.#pool }).migrate()
    await this.#pool.query(`
      create table floor_sellers (
        seller_id     text primary key,
        access_token  text not null,
        refresh_token text not null,
        expires_at    timestamptz not null,
        due_at        timestamptz not null,
        lease_until   timestamptz
      );
      create index on floor_sellers (due_at);`)
    await this.#link()
    await this.#pool.query(
      `insert into floor_sellers (seller_id, access_token, refresh_token, expires_at, due_at)
      select n::text, $1, 'TG-' || n, now(), now() from generate_series(1, $2::int) as n`,
      [accessTokenOf(1), this.#due],
    )
  }

  /** Adds sellers who are not due, up to so many in all. */
  async grow(size) {
    const count = size - this.#size
    const after = firstOther + this.#size
    this.#size = size
    const sealed = `v1.AAAAAAAA.${'A'.repeat(16)}.${'A'.repeat(132)}`
    const body = JSON.stringify({
      ...{ v: 1, accessToken: sealed, refreshToken: sealed.slice(0, 80) },
      ...{ expiresAt: '2099-12-31T00:00:00.000Z', scope: 'offline_access read write' },
      ...{ publicKey: 'APP_USR-key', liveMode: true },
    })
    await this.#pool.query(
      `insert into mercadopago_sellers (client_id, seller_id, generation, due_at, owner, linked_at, body)
      select $1, ($2::int + n)::text, 1, '2099-12-01', 'shop-' || n, now(), $3
      from generate_series(1, $4::int) as n`,
      [clientId, after, body, count],
    )
    await this.#pool.query(
      `insert into floor_sellers (seller_id, access_token, refresh_token, expires_at, due_at)
      select ($1::int + n)::text, $2, 'TG-' || n, '2099-12-31', '2099-12-01'
      from generate_series(1, $3::int) as n`,
      [after, accessTokenOf(1), count],
    )
  }

  /** Makes the same sellers due again, in another order, and clears away what the last sweep left. */
  async makeDue() {
    for (const table of ['mercadopago_sellers', 'floor_sellers']) {
      await this.#pool.query(
        `update ${table} set due_at = now() - random() * interval '1 day'
        where seller_id in (select n::text from generate_series(1, $1::int) as n)`,
        [this.#due],
      )
      await this.#pool.query(`vacuum analyze ${table}`)
    }
  }

  /** How PostgreSQL carries out the store's own search for due sellers. */
  async plan() {
    const client = await this.#pool.connect()
    let plan = ''
    const explaining = {
      async query(text, values) {
        await client.query('begin')
        const { rows } = await client.query(
          `explain (analyze, costs off, timing off, summary off) ${text}`,
          values,
        )
        await client.query('rollback')
        plan = rows.map((row) => row['QUERY PLAN']).join('\n')
        return { rows: [] }
      },
    }
    const query = { clientId, dueBefore: new Date(), limit: 1, holder: 'plan', leaseMs: 1 }
    await new PostgresTokenStore({ pool: explaining }).claimDue(query)
    client.release()
    return plan
  }

  async #link() {
    const linkedAtMs = Date.now() - 160 * dayMs
    const clock = () => new Date(linkedAtMs)
    const { encryptionKey } = this
    const sellers = sellersOf({ pool: this.#pool, encryptionKey, clock, storeTimeoutMs: 60_000 })
    let left = this.#due
    const lane = async () => {
      for (let sellerId = left--; sellerId > 0; sellerId = left--) {
        await sellers.link(
          new TokenSet({
            accessToken: accessTokenOf(sellerId),
            refreshToken: `TG-${sellerId}`,
            expiresAt: new Date(linkedAtMs + lifeMs),
            scope: ['offline_access', 'read', 'write'],
            sellerId: String(sellerId),
          }),
        )
      }
    }
    await Promise.all(Array.from({ length: 8 }, lane))
    await sellers.close()
  }
}

function accessTokenOf(sellerId) {
  return `APP_USR-${clientId}-112103-0123456789abcdef0123456789abcdef-${sellerId}`
}

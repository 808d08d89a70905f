import { expect } from 'chai'
import type { LeasedRecord } from 'mercadopago-oauth/store'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('SqliteTokenStore, with 200,000 sellers', function () {
  this.timeout(60_000)

  let file: SqliteFile
  let client: ReturnType<SqliteFile['client']>

  before(async () => {
    file = new SqliteFile()
    client = file.client()
    await new SqliteTokenStore({ client }).migrate()
    // Due one after the other, a second apart, 2,000 of them by 2,000,000; one in a hundred is never due.
    await client.execute(`INSERT INTO mercadopago_sellers
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
      SELECT 'app-1', CAST((i * 7919) % 200003 AS TEXT), 1, iif(i % 100 = 99 AND i > 2000, NULL, i * 1000),
        'shop-' || (i % 50000), i, '{}', NULL, NULL, 0 FROM n`)
  })

  after(() => file.close())

  /** What SQLite would do for each statement of a call. */
  async function planOf(call: (store: SqliteTokenStore) => Promise<unknown>): Promise<string[]> {
    const statements: { sql: string; args: Record<string, string> }[] = []
    const recording = new Proxy(client, {
      get(target, name: keyof typeof client) {
        if (name !== 'transaction') return target[name]
        return async () => {
          const transaction = await target.transaction('deferred')
          const execute = transaction.execute.bind(transaction)
          return Object.assign(transaction, {
            execute: (statement: (typeof statements)[number]) => {
              statements.push(statement)
              return execute(statement)
            },
          })
        }
      },
    })
    await call(new SqliteTokenStore({ client: recording }))
    // On a separate connection: SQLite counts an explained write as one that has not ended.
    const explaining = file.client()
    const plans = await Promise.all(
      statements.map(({ sql, args }) =>
        explaining.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args }),
      ),
    )
    return plans.flatMap(({ rows }) => rows.map(({ detail }) => String(detail)))
  }

  const query = (holder: string) => ({
    clientId: 'app-1',
    dueBefore: new Date(2_000_000),
    limit: 300,
    holder,
    leaseMs: 60_000,
  })

  it('finds the due by the index, and gives no more than asked for, in order', async () => {
    let claimed: LeasedRecord[] = []
    const plan = await planOf(async (store) => {
      claimed = await store.claimDue(query('a'))
    })

    expect(plan).to.deep.equal([
      'SEARCH mercadopago_sellers USING INTEGER PRIMARY KEY (rowid=?)',
      'LIST SUBQUERY 1',
      'SEARCH mercadopago_sellers USING INDEX mercadopago_sellers_due (client_id=? AND due_at<?)',
    ])
    const due = claimed.map(({ record }) => record.dueAt?.getTime())
    expect(due).to.deep.equal(Array.from({ length: 300 }, (_, index) => (index + 1) * 1000))
  })

  it('gives two callers all the due, each once', async () => {
    const stores = [0, 1].map(() => new SqliteTokenStore({ client: file.client() }))
    const seen: string[] = []
    await Promise.all(
      stores.map(async (store, index) => {
        for (;;) {
          const claimed = await store.claimDue(query(`sweep-${index}`))
          if (claimed.length === 0) return
          seen.push(...claimed.map(({ record }) => record.sellerId))
        }
      }),
    )
    // The first 300 are held since the test before.
    expect(seen.length).to.equal(1_700)
    expect(new Set(seen).size).to.equal(1_700)
  })

  it('never reads the whole table for one seller, an owner or a page', async () => {
    const key = { clientId: 'app-1', sellerId: '7919' }
    const calls: ((store: SqliteTokenStore) => Promise<unknown>)[] = [
      (store) => store.get(key),
      (store) => store.save(tokenRecord(key), 1, 'a'),
      (store) => store.lease(key, 'a', 1_000),
      (store) => store.release(key, 'a'),
      (store) => store.byOwner('app-1', 'shop-7'),
      (store) => store.list({ clientId: 'app-1', limit: 10 }),
      (store) => store.list({ clientId: 'app-1', limit: 10, after: '500' }),
      (store) => store.delete(key),
      (store) => store.claim('mp-1', new Date(Date.now() + 60_000)),
    ]
    for (const call of calls) {
      const plan = (await planOf(call)).join('; ')
      expect(plan).to.include('SEARCH')
      expect(plan, `${call}`).not.to.match(/SCAN|TEMP B-TREE/)
    }
  })

  it('lists who is due and who is never due by their indexes', async () => {
    const page = { clientId: 'app-1', limit: 10, after: '500' }
    expect(
      await planOf((store) => store.list({ ...page, due: new Date(2_000_000) })),
    ).to.deep.equal([
      'SEARCH mercadopago_sellers USING INDEX mercadopago_sellers_due (client_id=? AND due_at<?)',
      'USE TEMP B-TREE FOR ORDER BY',
    ])
    expect(await planOf((store) => store.list({ ...page, due: 'never' }))).to.deep.equal([
      'SEARCH mercadopago_sellers USING INDEX mercadopago_sellers_never_due (client_id=? AND seller_id>?)',
    ])
  })
})

import { expect } from 'chai'
import type { ClaimedSeller } from 'mercadopago-oauth'
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
    // Due one after the other, a second apart; 2,000 of them by 2,000,000.
    await client.execute(`INSERT INTO mercadopago_sellers
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
      SELECT 'app-1', CAST((i * 7919) % 200003 AS TEXT), 1, 'a', 'r', i, i * 1000, NULL,
        'shop-' || (i % 50000), '', NULL, NULL, i, NULL, NULL, NULL, 0 FROM n`)
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
    // On a connection of its own: SQLite counts an explained write as one that has not ended.
    const explaining = file.client()
    const plans = await Promise.all(
      statements.map(({ sql, args }) =>
        explaining.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args }),
      ),
    )
    return plans.flatMap(({ rows }) => rows.map(({ detail }) => String(detail)))
  }

  const query = (holder: string) => ({
    application: 'app-1',
    dueBefore: new Date(2_000_000),
    limit: 300,
    holder,
    leaseMs: 60_000,
  })

  it('finds the due by the index, and gives no more than asked for, in order', async () => {
    let claimed: ClaimedSeller[] = []
    const plan = await planOf(async (store) => {
      claimed = await store.claimDue(query('a'))
    })

    expect(plan).to.deep.equal([
      'SEARCH mercadopago_sellers USING INTEGER PRIMARY KEY (rowid=?)',
      'LIST SUBQUERY 1',
      'SEARCH mercadopago_sellers USING INDEX mercadopago_sellers_due (application=? AND due_at<?)',
    ])
    const due = claimed.map((each) => each.state === 'leased' && each.record.dueAt?.getTime())
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
          for (const each of claimed) if (each.state === 'leased') seen.push(each.record.sellerId)
        }
      }),
    )
    // The first 300 are held since the test before.
    expect(seen.length).to.equal(1_700)
    expect(new Set(seen).size).to.equal(1_700)
  })

  it('never reads the whole table for one seller, an owner or a page', async () => {
    const key = { application: 'app-1', sellerId: '7919' }
    const calls: ((store: SqliteTokenStore) => Promise<unknown>)[] = [
      (store) => store.get(key),
      (store) => store.save(tokenRecord(key), 1, 'a'),
      (store) => store.lease(key, 'a', 1_000),
      (store) => store.release(key, 'a'),
      (store) => store.byOwner('app-1', 'shop-7'),
      (store) => store.list('app-1', undefined, 10),
      (store) => store.list('app-1', '500', 10),
      (store) => store.delete(key),
      (store) => store.claim('mp-1', new Date(Date.now() + 60_000)),
    ]
    for (const call of calls) {
      const plan = (await planOf(call)).join('; ')
      expect(plan).to.include('SEARCH')
      expect(plan, `${call}`).not.to.match(/SCAN|TEMP B-TREE/)
    }
  })
})

import { expect } from 'chai'
import { type PostgresPool, PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { tokenRecord } from '../helpers/token-record.ts'

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}

/** What PostgreSQL did for a store's statement, in place of its rows. */
async function planOf(
  pool: pg.Pool,
  table: string,
  act: (store: PostgresTokenStore) => Promise<unknown>,
): Promise<Plan[]> {
  const nodes: Plan[] = []
  const explaining: PostgresPool = {
    async query(text, values) {
      const { rows } = await pool.query(`explain (analyze, buffers, format json) ${text}`, values)
      nodes.push(...flat(rows[0]['QUERY PLAN'][0].Plan))
      return { rows: [] }
    },
  }
  await act(new PostgresTokenStore({ pool: explaining, table }))
  return nodes
}

function flat(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flat)]
}

function rowsRead(nodes: Plan[]): number {
  return nodes
    .filter((node) => / Scan$/.test(node['Node Type']) && node['Relation Name'] !== undefined)
    .map((node) => {
      const rows = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)
      return rows * node['Actual Loops']
    })
    .reduce((sum, rows) => sum + rows, 0)
}

function blocksRead([root]: Plan[]): number {
  return (root?.['Shared Hit Blocks'] ?? 0) + (root?.['Shared Read Blocks'] ?? 0)
}

/** Sets this process's clock wrong. */
function moveProcessClock(offsetMs: number): () => void {
  const Clock = globalThis.Date
  globalThis.Date = class extends Clock {
    constructor(...time: [] | [number]) {
      super(time.length === 0 ? Clock.now() + offsetMs : time[0])
    }

    static override now(): number {
      return Clock.now() + offsetMs
    }
  } as DateConstructor
  return () => {
    globalThis.Date = Clock
  }
}

describeOnPostgres('PostgresTokenStore among 200,000 sellers', (postgres) => {
  const { clientId } = tokenRecord()
  const now = new Date('2027-01-01T00:00:00.000Z')
  const query = { clientId, dueBefore: now, holder: 'sweep', leaseMs: 600_000 }
  let pool: pg.Pool
  let store: PostgresTokenStore

  before(async function () {
    this.timeout(60_000)
    pool = new pg.Pool({ connectionString: postgres.url })
    store = new PostgresTokenStore({ pool, table: 'crowd' })
    await store.migrate()
    // One in a hundred is due, and one is never due.
    await pool.query(
      `insert into crowd (client_id, seller_id, generation, due_at, owner, linked_at, body)
       select $1, seller, 1, due, 'shop-' || seller / 10, $2, repeat('b', 800)
       from generate_series(1, 200000) as seller,
         lateral (select case
           when seller % 100 = 0 then $2::timestamptz - seller * interval '1 second'
           when seller % 100 <> 99 then $2::timestamptz + seller * interval '1 second'
         end) as at(due)`,
      [clientId, now.toISOString()],
    )
  })

  after(() => pool.end())

  for (const statistics of ['never analyzed', 'analyzed']) {
    for (const limit of [1, 100, 1_000]) {
      it(`claimDue: takes ${limit} of 2,000 due and reads no others (${statistics})`, async () => {
        if (statistics === 'analyzed') await pool.query('analyze crowd')
        await pool.query('update crowd set lease_holder = null where lease_holder is not null')

        const nodes = await planOf(pool, 'crowd', (crowd) => crowd.claimDue({ ...query, limit }))

        expect(nodes.map((node) => node['Node Type'])).not.to.include('Seq Scan')
        expect(nodes.map((node) => node['Index Name'])).to.include('crowd_due')
        expect(rowsRead(nodes)).to.be.within(2 * limit, 2_000 + limit)
      })
    }
  }

  it('claimDue: passes over the leased without reading who is not due', async () => {
    await pool.query('update crowd set lease_holder = null where lease_holder is not null')
    await store.claimDue({ ...query, limit: 500 })

    const nodes = await planOf(pool, 'crowd', (crowd) => crowd.claimDue({ ...query, limit: 100 }))

    expect(rowsRead(nodes)).to.be.within(500 + 2 * 100, 2_000 + 100)
  })

  it('claimDue: looks at a page or so when nobody is due', async () => {
    const nobody = { ...query, dueBefore: new Date(0), limit: 100 }
    const nodes = await planOf(pool, 'crowd', (crowd) => crowd.claimDue(nobody))

    expect(rowsRead(nodes)).to.equal(0)
    expect(blocksRead(nodes)).to.be.at.most(10)
  })

  const single: Record<
    string,
    [rows: number, act: (store: PostgresTokenStore) => Promise<unknown>]
  > = {
    get: [1, (crowd) => crowd.get({ clientId, sellerId: '7' })],
    lease: [2, (crowd) => crowd.lease({ clientId, sellerId: '7' }, 'a', 1)],
    save: [1, (crowd) => crowd.save(tokenRecord({ sellerId: '7' }), 1)],
    release: [1, (crowd) => crowd.release({ clientId, sellerId: '8' }, 'a')],
    delete: [1, (crowd) => crowd.delete({ clientId, sellerId: '9' })],
    byOwner: [10, (crowd) => crowd.byOwner(clientId, 'shop-777')],
    list: [50, (crowd) => crowd.list({ clientId, after: '7', limit: 50 })],
  }
  for (const [method, [rows, act]] of Object.entries(single)) {
    it(`${method}: reads ${rows} by an index`, async () => {
      const nodes = await planOf(pool, 'crowd', act)

      expect(nodes.map((node) => node['Node Type'])).not.to.include('Seq Scan')
      expect(rowsRead(nodes)).to.equal(rows)
    })
  }

  for (const [title, due, index, rows] of [
    ['who is due', now, 'crowd_due', 2_000],
    ['who is never due', 'never', 'crowd_never', 50],
  ] as const) {
    it(`list: finds ${title} by an index`, async () => {
      const page = { clientId, after: '1', limit: 50, due }

      const nodes = await planOf(pool, 'crowd', (crowd) => crowd.list(page))

      expect(nodes.map((node) => node['Node Type'])).not.to.include('Seq Scan')
      expect(nodes.map((node) => node['Index Name'])).to.include(index)
      expect(rowsRead(nodes)).to.equal(rows)
    })
  }

  it('J01: claims leave no more behind than their life', async () => {
    const old = new Date(Date.now() - 2 * 60 * 60 * 1000).toISOString()
    await pool.query(
      `insert into crowd_claims select 'old-' || n, $1 from generate_series(1, 500) as n`,
      [old],
    )
    const soon = new Date(Date.now() + 600_000)
    for (let index = 0; index < 50; index++) await store.claim(`new-${index}`, soon)

    const { rows } = await pool.query(`select count(*)::int as left from crowd_claims`)

    expect(rows).to.deep.equal([{ left: 50 }])
    expect(await store.claim('old-1', soon)).to.equal(true)
  })

  it('K20: keeps a claim for an hour by the clock of the server, and to its end when that is later', async () => {
    await store.claim('behind', new Date(Date.now() - 86_400_000))
    await store.claim('ahead', new Date('2100-01-01T00:00:00.000Z'))

    const { rows } = await pool.query(
      `select key, expires_at = '2100-01-01T00:00:00Z' as given,
         expires_at - clock_timestamp() between '59 minutes' and '60 minutes' as an_hour
       from crowd_claims where key in ('ahead', 'behind') order by key`,
    )

    expect(rows).to.deep.equal([
      { key: 'ahead', given: true, an_hour: false },
      { key: 'behind', given: false, an_hour: true },
    ])
    expect(await store.claim('behind', new Date())).to.equal(false)
  })
})

describeOnPostgres('PostgresTokenStore with a pool of two', (postgres) => {
  let pool: pg.Pool
  let store: PostgresTokenStore

  before(async () => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 2 })
    store = new PostgresTokenStore({ pool })
    await store.migrate()
    for (let index = 0; index < 50; index++) {
      await store.save(tokenRecord({ sellerId: String(index), dueAt: new Date(0) }), undefined)
    }
  })

  after(() => pool.end())

  it('E22: fifty running leases and those who wait for them hold no connection', async () => {
    const { clientId } = tokenRecord()
    const due = { clientId, dueBefore: new Date(), limit: 50, holder: 'a', leaseMs: 60_000 }
    expect(await store.claimDue(due)).to.have.lengthOf(50)
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        store.lease({ clientId, sellerId: String(index) }, 'b', 60_000),
      ),
    )
    expect(outcomes).to.deep.equal(outcomes.map(() => ({ state: 'held' })))

    const { totalCount, idleCount, waitingCount } = pool
    expect({ totalCount, idleCount, waitingCount }).to.deep.equal({
      totalCount: 2,
      idleCount: 2,
      waitingCount: 0,
    })
    const { rows } = await pool.query(
      `select (select count(*)::int from pg_locks where locktype = 'advisory' and database =
          (select oid from pg_database where datname = current_database())) as advisory,
        (select count(*)::int from pg_prepared_statements) as prepared,
        (select count(*)::int from pg_stat_activity
          where datname = current_database() and state like 'idle in transaction%') as open`,
    )
    expect(rows).to.deep.equal([{ advisory: 0, prepared: 0, open: 0 }])
  })

  for (const [title, offsetMs] of [
    ['a day ahead', 86_400_000],
    ['a day behind', -86_400_000],
  ] as const) {
    it(`E24: a process ${title} neither ends a lease early nor keeps it`, async () => {
      const record = tokenRecord({ sellerId: title })
      await store.save(record, undefined)
      await store.lease(record, 'a', 60_000)
      const until = async () =>
        (
          await pool.query(
            `select extract(epoch from lease_until - clock_timestamp())::float8 as seconds
             from mercadopago_sellers where seller_id = $1`,
            [title],
          )
        ).rows[0].seconds
      expect(await until()).to.be.within(30, 60)

      const restore = moveProcessClock(offsetMs)
      try {
        expect(await store.lease(record, 'b', 60_000)).to.deep.equal({ state: 'held' })
        await store.lease(record, 'a', 60_000)
        expect(await until()).to.be.within(30, 60)
        await store.lease(record, 'a', -1)
        expect(await store.lease(record, 'b', 60_000)).to.deep.equal({
          state: 'leased',
          record,
          abandoned: true,
        })
      } finally {
        restore()
      }
    })
  }
})

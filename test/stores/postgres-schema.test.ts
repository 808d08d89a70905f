import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { TokenRecord } from 'mercadopago-oauth/store'
import { PostgresTokenStore, schemaSql, upgradeSql } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { misuse } from '../helpers/errors.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('PostgresTokenStore options', () => {
  const pool = { query: async () => ({ rows: [] }) }

  const wrong: [title: string, options: unknown, code: string, message: string][] = [
    ['nothing', undefined, 'ERR_INVALID_ARG_TYPE', '"options" must be an object'],
    ['no pool', {}, 'ERR_INVALID_ARG_TYPE', '"pool" must be a Pool or Client of pg'],
    [
      'an address for a pool',
      { pool: 'postgres://localhost' },
      'ERR_INVALID_ARG_TYPE',
      '"pool" must be a Pool or Client of pg',
    ],
    ['a table of 1', { pool, table: 1 }, 'ERR_INVALID_ARG_TYPE', '"table" must be a string'],
    ['a null schema', { pool, schema: null }, 'ERR_INVALID_ARG_TYPE', '"schema" must be a string'],
    ...['', 'public.sellers', '1st', 'a b', 'a$b', 'a";drop table b;--', 'a\0'].map(
      (table): [string, unknown, string, string] => [
        `the table ${JSON.stringify(table)}`,
        { pool, table },
        'ERR_INVALID_ARG_VALUE',
        '"table" must be one name of letters, digits and underscores',
      ],
    ),
    [
      'a table that PostgreSQL would cut',
      { pool, table: 'é'.repeat(28) },
      'ERR_INVALID_ARG_VALUE',
      '"table" must be at most 55 bytes long',
    ],
    [
      'a schema that PostgreSQL would cut',
      { pool, schema: 'a'.repeat(64) },
      'ERR_INVALID_ARG_VALUE',
      '"schema" must be at most 63 bytes long',
    ],
  ]

  for (const [title, options, code, message] of wrong) {
    it(`refuses ${title}`, () => {
      const construct = () => new PostgresTokenStore(options as never)
      expect(misuse(construct)).to.deep.equal({ code, message })
    })
  }

  it('queries nothing', () => {
    const untouched = {
      query(): never {
        throw new Error('queried')
      },
    }
    expect(() => new PostgresTokenStore({ pool: untouched })).not.to.throw()
  })
})

describe('schemaSql()', () => {
  it('is what the README shows', () => {
    const readme = readFileSync('packages/store-postgres/README.md', 'utf8')
    expect(readme).to.include(`\`\`\`sql\n${schemaSql()}\`\`\``)
  })

  it('refuses a table it could not quote', () => {
    for (const sql of [schemaSql, upgradeSql]) {
      expect(misuse(() => sql({ table: 'a;b' })).code).to.equal('ERR_INVALID_ARG_VALUE')
    }
  })
})

describeOnPostgres('PostgresTokenStore tables', (postgres) => {
  let pool: pg.Pool

  before(() => {
    pool = new pg.Pool({ connectionString: postgres.url, max: 20 })
  })

  after(() => pool.end())

  it('are made by ten machines at once, again and again', async () => {
    for (let round = 0; round < 10; round++) {
      await pool.query('drop table if exists crowded, crowded_claims, crowded_schema')
      const stores = Array.from(
        { length: 10 },
        () => new PostgresTokenStore({ pool, table: 'crowded' }),
      )
      await Promise.all(stores.map((store) => store.migrate()))
      const record = tokenRecord()
      expect(await stores[0]?.save(record, undefined)).to.equal(true)
      expect(await stores[9]?.get(record)).to.deep.equal(record)
    }
  })

  it('keep what they hold when they are made again', async () => {
    const store = new PostgresTokenStore({ pool, table: 'kept' })
    const record = tokenRecord()
    await store.migrate()
    await store.save(record, undefined)
    await store.claim('state', record.linkedAt)

    await store.migrate()

    expect(await store.get(record)).to.deep.equal(record)
    expect(await store.claim('state', record.linkedAt)).to.equal(false)
  })

  it('stand side by side, whatever they are called', async () => {
    await pool.query('create schema "Other"')
    const places = [
      { table: 'side' },
      { table: 'side', schema: 'Other' },
      { table: 'Side' },
      { table: 'select' },
      { table: 'x'.repeat(55) },
      { table: `${'x'.repeat(54)}y` },
    ]
    const stores = places.map((place) => new PostgresTokenStore({ pool, ...place }))
    for (const store of stores) await store.migrate()
    const records = stores.map((_, index) => tokenRecord({ body: `of table ${index}` }))

    for (const [index, store] of stores.entries()) {
      expect(await store.save(records[index] as TokenRecord, undefined)).to.equal(true)
      expect(await store.claim('state', new Date(Date.now() + 60_000))).to.equal(true)
    }

    const held = await Promise.all(stores.map((store) => store.get(tokenRecord())))
    expect(held).to.deep.equal(records)
    const { rows } = await pool.query(
      `select count(*)::int as indexes from pg_indexes
       where tablename ~* '^(side|select|x+y?)(_claims)?$' and indexname !~ '_pkey$'`,
    )
    expect(rows).to.deep.equal([{ indexes: 4 * places.length }])
  })

  it('F07: hold what was given and the lease, and nothing else', async () => {
    const store = new PostgresTokenStore({ pool, table: 'dumped' })
    const record = { ...tokenRecord(), plainToken: 'APP_USR-canary' }
    await store.migrate()
    await store.save(record, undefined)
    await store.lease(record, 'machine-1', 60_000)
    await store.claim('hash of a state', new Date(4_900_000_000_001))

    const { rows: sellers } = await pool.query('select * from dumped')
    const { rows: claims } = await pool.query('select * from dumped_claims')

    expect(sellers.map(({ lease_until, ...rest }) => rest)).to.deep.equal([
      {
        client_id: record.clientId,
        seller_id: record.sellerId,
        generation: String(record.generation),
        due_at: record.dueAt,
        owner: record.owner,
        linked_at: record.linkedAt,
        body: record.body,
        lease_holder: 'machine-1',
        lease_abandoned: false,
      },
    ])
    expect(claims).to.deep.equal([
      { key: 'hash of a state', expires_at: new Date(4_900_000_000_001) },
    ])
  })

  it('F11: hold an owner of 10 KiB that does not compress, and find its sellers', async () => {
    const store = new PostgresTokenStore({ pool, table: 'owned' })
    await store.migrate()
    const owner = Array.from({ length: 5_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    ).join('')
    const record = tokenRecord({ owner })
    await store.save(record, undefined)
    await store.save(tokenRecord({ sellerId: '2', owner: `${owner}x` }), undefined)

    expect(await store.byOwner(record.clientId, owner)).to.deep.equal([record])
  })
})

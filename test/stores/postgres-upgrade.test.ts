import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { TokenRecord } from 'mercadopago-oauth/store'
import { PostgresTokenStore, schemaSql, upgradeSql } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import {
  expectedLease,
  neverRenewed,
  type OldSeller,
  oldSellers,
  sellerOfOther,
} from '../fixtures/schema-1-sellers.ts'
import { rejection } from '../helpers/errors.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'

const dumps: [title: string, file: string, sellers: readonly OldSeller[]][] = [
  ['of version 1', 'postgres-schema-1', oldSellers],
  ['of version 1 without renewed_at', 'postgres-schema-1-without-renewed-at', neverRenewed],
]

const recordsOf = (sellers: readonly OldSeller[]): TokenRecord[] =>
  sellers.map(({ record }) => record)

describeOnPostgres('PostgresTokenStore.migrate() upgrades', (postgres) => {
  let pool: pg.Pool
  let table: string
  let store: PostgresTokenStore
  let tables = 0

  before(() => {
    pool = new pg.Pool({ connectionString: postgres.url })
  })

  beforeEach(() => {
    tables += 1
    table = `sellers_${tables}`
    store = new PostgresTokenStore({ pool, table })
  })

  after(() => pool.end())

  async function load(name: string): Promise<void> {
    const sql = readFileSync(`test/fixtures/${name}.sql`, 'utf8')
    await pool.query(sql.replaceAll('mercadopago_sellers', table))
  }

  /** Its columns and indexes. */
  async function schemaOf(name: string): Promise<unknown> {
    const { rows: columns } = await pool.query(
      `select table_name, column_name, data_type, collation_name, is_nullable, column_default
       from information_schema.columns where table_name ~ ('^' || $1 || '(_claims|_schema)?$')
       order by table_name, column_name`,
      [name],
    )
    const { rows: indexes } = await pool.query(
      `select indexdef from pg_indexes where tablename ~ ('^' || $1 || '(_claims|_schema)?$')
       order by indexname`,
      [name],
    )
    return JSON.parse(JSON.stringify([columns, indexes]).replaceAll(name, 'sellers'))
  }

  async function contents(): Promise<unknown> {
    const { rows: sellers } = await pool.query(`select * from ${table} order by seller_id`)
    const { rows: claims } = await pool.query(`select * from ${table}_claims order by key`)
    return [await schemaOf(table), sellers, claims]
  }

  for (const [title, name, sellers] of dumps) {
    it(`tables ${title}, and keeps every seller, owner and lease`, async () => {
      await load(name)

      await store.migrate()

      expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(sellers))
      expect(await store.list({ clientId: 'app-2', limit: 9 })).to.deep.equal([
        sellerOfOther.record,
      ])
      expect(await store.byOwner('app-1', 'shop-2')).to.deep.equal(
        recordsOf(sellers.filter(({ record }) => record.owner === 'shop-2')),
      )
      for (const seller of sellers) {
        expect(await store.lease(seller.record, 'next', 60_000)).to.deep.equal(
          expectedLease(seller),
        )
      }
    })

    it(`tables ${title} to the schema of a new database`, async () => {
      await load(name)
      await store.migrate()
      await new PostgresTokenStore({ pool, table: `${table}_new` }).migrate()

      expect(await schemaOf(table)).to.deep.equal(await schemaOf(`${table}_new`))
    })
  }

  it('leases to the microsecond, with who holds them and who was abandoned', async () => {
    await load('postgres-schema-1')
    await pool.query(`update ${table} set lease_until = lease_until + interval '7 microseconds'`)
    const leases = `select seller_id, lease_holder, lease_until::text, lease_abandoned
      from ${table} order by seller_id`
    const { rows: before } = await pool.query(leases)

    await store.migrate()

    expect((await pool.query(leases)).rows).to.deep.equal(before)
  })

  it('claims, each kept for another hour', async () => {
    await load('postgres-schema-1')
    await store.migrate()

    const { rows } = await pool.query(`select * from ${table}_claims order by key`)

    expect(rows).to.deep.equal([
      { key: 'claimed', expires_at: new Date('2100-01-01T01:00:00.000Z') },
      { key: 'claimed long ago', expires_at: new Date('2026-01-01T01:00:00.000Z') },
    ])
    expect(await store.claim('claimed', new Date())).to.equal(false)
  })

  it('tables whose privileges stay', async () => {
    await load('postgres-schema-1')
    await pool.query(`grant select, update on ${table} to pg_monitor`)
    const privileges = `select grantee, privilege_type from information_schema.role_table_grants
      where table_name = '${table}' order by grantee, privilege_type`
    const { rows: before } = await pool.query(privileges)

    await store.migrate()

    expect((await pool.query(privileges)).rows).to.deep.equal(before)
  })

  it('once: a second time changes nothing', async () => {
    await load('postgres-schema-1')
    await store.migrate()
    const first = await contents()

    await store.migrate()

    expect(await contents()).to.deep.equal(first)
  })

  it('once, when four machines do so at the same time', async () => {
    await load('postgres-schema-1')

    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const client = new pg.Client(postgres.url)
        await client.connect()
        await new PostgresTokenStore({ pool: client, table }).migrate()
        await client.end()
      }),
    )

    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('all or nothing: a failure at the end leaves the tables as they were', async () => {
    await load('postgres-schema-1')
    await pool.query(`
      create function refusing_${table}() returns trigger language plpgsql as
        $$ begin raise exception 'refused'; end $$;
      create trigger refusing before update on ${table}_claims
        for each row execute function refusing_${table}()`)
    const before = await contents()

    expect((await rejection(store.migrate(), Error)).message).to.equal('refused')

    expect(await contents()).to.deep.equal(before)
    await pool.query(`drop trigger refusing on ${table}_claims`)
    await store.migrate()
    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('nothing of a newer release, and says so', async () => {
    await store.migrate()
    await pool.query(`insert into ${table}_schema values (3)`)
    const before = await contents()

    const { message } = await rejection(store.migrate(), Error)

    expect(message).to.equal(
      `the table "${table}" has schema version 3, and this release of mercadopago-oauth-postgres ` +
        'knows versions up to 2: install a newer release',
    )
    expect(await contents()).to.deep.equal(before)
  })

  it('by SQL that may be copied', async () => {
    await load('postgres-schema-1')
    await pool.query(`begin; ${upgradeSql({ table })} ${schemaSql({ table })} commit`)

    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
    const migrated = await contents()
    await store.migrate()
    expect(await contents()).to.deep.equal(migrated)
  })

  it('a seller whose times no date can hold, without failing for the others', async () => {
    await load('postgres-schema-1')
    await pool.query(`update ${table} set expires_at = 'infinity' where seller_id = '101'`)

    await store.migrate()

    const [first, damaged] = await store.list({ clientId: 'app-1', limit: 2 })
    expect(first).to.deep.equal(oldSellers[0]?.record)
    expect(JSON.parse(damaged?.body ?? '').expiresAt).to.equal(null)
  })

  for (const column of ['application', 'client_id', 'id']) {
    it(`F12: no table of another program with a column ${column}`, async () => {
      await pool.query(`create table ${table} as select 1 as ${column}, 2 as seller_id`)

      expect(await rejection(store.migrate(), Error)).to.include({ code: '42703' })

      const { rows } = await pool.query(`select * from ${table}`)
      expect(rows).to.deep.equal([{ [column]: 1, seller_id: 2 }])
    })
  }
})

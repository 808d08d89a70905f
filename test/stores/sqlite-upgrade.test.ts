import { readFileSync } from 'node:fs'
import type { Client } from '@libsql/client'
import { expect } from 'chai'
import type { TokenRecord } from 'mercadopago-oauth/store'
import { SqliteTokenStore, schemaSql, upgradeSql } from 'mercadopago-oauth-sqlite'
import {
  expectedLease,
  neverRenewed,
  type OldSeller,
  oldSellers,
  sellerOfOther,
} from '../fixtures/schema-1-sellers.ts'
import { rejection } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { together } from './sqlite-processes.ts'

const dumps: [title: string, file: string, sellers: readonly OldSeller[]][] = [
  ['of version 1', 'sqlite-schema-1', oldSellers],
  ['of version 1 without renewed_at', 'sqlite-schema-1-without-renewed-at', neverRenewed],
]

function dump(name: string): string {
  return readFileSync(`test/fixtures/${name}.sql`, 'utf8')
}

const recordsOf = (sellers: readonly OldSeller[]): TokenRecord[] =>
  sellers.map(({ record }) => record)

describe('SqliteTokenStore.migrate() upgrades', () => {
  let file: SqliteFile
  let client: Client
  let store: SqliteTokenStore

  beforeEach(() => {
    file = new SqliteFile()
    client = file.client()
    store = new SqliteTokenStore({ client })
  })

  afterEach(() => file.close())

  /** All that the database holds: its schema and every row of every table. */
  async function contents(): Promise<unknown> {
    const { rows: schema } = await client.execute('SELECT * FROM sqlite_schema ORDER BY name')
    const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => name)
    const rows = tables.map(async (name) => (await client.execute(`SELECT * FROM "${name}"`)).rows)
    // `rootpage` is where the table lies.
    return [schema.map(({ name, sql }) => [name, sql]), await Promise.all(rows)]
  }

  for (const [title, name, sellers] of dumps) {
    it(`tables ${title}, and keeps every seller, owner and lease`, async () => {
      await client.executeMultiple(dump(name))

      await store.migrate()

      expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(sellers))
      expect(await store.list({ clientId: 'app-2', limit: 9 })).to.deep.equal([
        sellerOfOther.record,
      ])
      const byOwner = await store.byOwner('app-1', 'shop-2')
      expect(byOwner).to.deep.equal(
        recordsOf(sellers.filter(({ record }) => record.owner === 'shop-2')),
      )
      for (const seller of sellers) {
        expect(await store.lease(seller.record, 'next', 60_000)).to.deep.equal(
          expectedLease(seller),
        )
      }
    })

    it(`tables ${title} to the schema of a new database`, async () => {
      await client.executeMultiple(dump(name))
      await store.migrate()
      const fresh = new SqliteFile()
      await new SqliteTokenStore({ client: fresh.client() }).migrate()
      const schemaOf = async (of: SqliteFile) =>
        (await of.client().execute('SELECT name, sql FROM sqlite_schema ORDER BY name')).rows

      expect(await schemaOf(file)).to.deep.equal(await schemaOf(fresh))
      fresh.close()
    })
  }

  it('leases to the millisecond, with who holds them and who was abandoned', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))
    const leases = `SELECT seller_id, lease_holder, lease_until, lease_abandoned
      FROM mercadopago_sellers ORDER BY rowid`
    const { rows: before } = await client.execute(leases)

    await store.migrate()

    expect((await client.execute(leases)).rows).to.deep.equal(before)
  })

  it('claims, each kept for another hour', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))
    await store.migrate()

    const { rows } = await client.execute('SELECT * FROM mercadopago_sellers_claims ORDER BY key')

    expect(rows.map((row) => [row.key, row.expires_at])).to.deep.equal([
      ['claimed', Date.UTC(2100, 0, 1, 1)],
      ['claimed long ago', Date.UTC(2026, 0, 1, 1)],
    ])
    expect(await store.claim('claimed', new Date())).to.equal(false)
  })

  it('once: a second time changes nothing', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))
    await store.migrate()
    const first = await contents()

    await store.migrate()

    expect(await contents()).to.deep.equal(first)
  })

  it('once, when four processes do so at the same time', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))

    await together(
      file,
      Array.from({ length: 4 }, () => ({ name: 'migrate' })),
    )

    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('all or nothing: a failure at the end leaves the tables as they were', async () => {
    await client.executeMultiple(`${dump('sqlite-schema-1')}
      CREATE TRIGGER refusing BEFORE UPDATE ON mercadopago_sellers_claims
      BEGIN SELECT RAISE(ABORT, 'refused'); END`)
    await client.execute('PRAGMA journal_mode = WAL')
    const before = await contents()

    const { message } = await rejection(store.migrate(), Error)

    expect(message).to.include('refused')
    expect(await contents()).to.deep.equal(before)
    await client.execute('DROP TRIGGER refusing')
    await store.migrate()
    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('nothing of a newer release, and says so', async () => {
    await store.migrate()
    await client.execute('INSERT INTO mercadopago_sellers_schema VALUES (3)')
    const before = await contents()

    const { message } = await rejection(store.migrate(), Error)

    expect(message).to.equal(
      'the table "mercadopago_sellers" has schema version 3, and this release of ' +
        'mercadopago-oauth-sqlite knows versions up to 2: install a newer release',
    )
    expect(await contents()).to.deep.equal(before)
  })

  it('by SQL that may be copied', async () => {
    await client.executeMultiple(dump('sqlite-schema-1').replaceAll('mercadopago_sellers', 'mine'))
    await client.executeMultiple(`BEGIN;\n${upgradeSql({ table: 'mine' })}\nCOMMIT`)
    const copied = new SqliteTokenStore({ client, table: 'mine' })

    await copied.migrate()

    expect(await copied.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('no table that schemaSql() was run on by mistake before it was upgraded', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))
    await rejection(client.executeMultiple(schemaSql()), Error)

    await store.migrate()

    expect(await store.list({ clientId: 'app-1', limit: 99 })).to.deep.equal(recordsOf(oldSellers))
  })

  it('a seller whose times no date can hold, without failing for the others', async () => {
    await client.executeMultiple(dump('sqlite-schema-1'))
    await client.execute("UPDATE mercadopago_sellers SET expires_at = 9e15 WHERE seller_id = '101'")

    await store.migrate()

    const [first, damaged] = await store.list({ clientId: 'app-1', limit: 2 })
    expect(first).to.deep.equal(oldSellers[0]?.record)
    expect(JSON.parse(damaged?.body ?? '').expiresAt).to.equal(null)
  })
})

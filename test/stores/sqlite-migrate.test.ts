import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { SqliteTokenStore, schemaSql } from 'mercadopago-oauth-sqlite'
import { rejection } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('SqliteTokenStore.migrate()', () => {
  let file: SqliteFile

  beforeEach(() => {
    file = new SqliteFile()
  })

  afterEach(() => file.close())

  it('changes nothing when run again', async () => {
    const store = new SqliteTokenStore({ client: file.client() })
    await store.migrate()
    const record = tokenRecord()
    await store.save(record, undefined)
    await store.lease(record, 'a', 60_000)

    await Promise.all([store.migrate(), store.migrate()])

    expect(await store.get(record)).to.deep.equal(record)
    expect(await store.lease(record, 'b', 60_000)).to.deep.equal({ state: 'held' })
  })

  it('is not needed where schemaSql() was run by hand', async () => {
    const client = file.client()
    await client.executeMultiple(schemaSql({ table: 'mine' }))
    const store = new SqliteTokenStore({ client, table: 'mine' })
    expect(await store.save(tokenRecord(), undefined)).to.equal(true)
    expect(await store.get(tokenRecord())).to.deep.equal(tokenRecord())
  })

  it('is shown whole in the README', () => {
    expect(readFileSync('packages/store-sqlite/README.md', 'utf8')).to.include(schemaSql())
  })

  it('keeps two tables of one file apart', async () => {
    const client = file.client()
    const [one, other] = ['one', 'select'].map(
      (table) => new SqliteTokenStore({ client, table }),
    ) as [SqliteTokenStore, SqliteTokenStore]
    await Promise.all([one.migrate(), other.migrate()])

    await one.save(tokenRecord(), undefined)

    expect(await other.get(tokenRecord())).to.equal(undefined)
    expect(await one.claim('mp-1', new Date(Date.now() + 60_000))).to.equal(true)
    expect(await other.claim('mp-1', new Date(Date.now() + 60_000))).to.equal(true)
  })

  for (const [id, missing] of [
    ['application', 'generation'],
    ['client_id', 'linked_at'],
    ['id', 'client_id'],
  ]) {
    it(`F12: rejects when another program created the table, with a column ${id}`, async () => {
      const client = file.client()
      await client.execute(`CREATE TABLE mercadopago_sellers (${id}, seller_id, due_at, owner)`)
      await client.execute('INSERT INTO mercadopago_sellers VALUES (1, 2, 3, 4)')
      const store = new SqliteTokenStore({ client })

      const { message } = await rejection(store.migrate(), Error)

      expect(message).to.equal(`SQLITE_ERROR: no such column: ${missing}`)
      const { rows } = await client.execute('SELECT * FROM mercadopago_sellers')
      expect(rows.map((row) => row[id as string])).to.deep.equal([1])
    })
  }

  it('F12: rejects when the claims table is something else', async () => {
    const client = file.client()
    const sellers = new SqliteTokenStore({ client, table: 'a_claims' })
    await sellers.migrate()
    const { message } = await rejection(
      new SqliteTokenStore({ client, table: 'a' }).migrate(),
      Error,
    )
    expect(message).to.equal('SQLITE_ERROR: no such column: expires_at')
  })
})

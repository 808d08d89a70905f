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

  it("F12: rejects when the table is somebody else's", async () => {
    const client = file.client()
    await client.execute('CREATE TABLE mercadopago_sellers (application, seller_id, due_at, owner)')
    const store = new SqliteTokenStore({ client })
    const { message } = await rejection(store.migrate(), Error)
    expect(message).to.equal('SQLITE_ERROR: no such column: linked_at')
  })

  it('F12: rejects when the claims table is something else', async () => {
    const client = file.client()
    const sellers = new SqliteTokenStore({ client, table: 'a_claims' })
    await sellers.migrate()
    const { message } = await rejection(
      new SqliteTokenStore({ client, table: 'a' }).migrate(),
      Error,
    )
    expect(message).to.include('SQLITE_ERROR: no such column: key')
  })
})

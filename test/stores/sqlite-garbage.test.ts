import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { SqliteTokenStore, schemaSql } from 'mercadopago-oauth-sqlite'
import { printed, rejection } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describe('SqliteTokenStore, F12: on what it cannot understand', () => {
  let file: SqliteFile
  let store: SqliteTokenStore

  const record = tokenRecord({ dueAt: new Date(1) })

  beforeEach(async () => {
    file = new SqliteFile()
    store = new SqliteTokenStore({ client: file.client() })
  })

  afterEach(() => file.close())

  function everyCall(): Promise<unknown>[] {
    const dueBefore = new Date()
    return [
      store.get(record),
      store.save(record, undefined),
      store.save(record, 1, 'a'),
      store.lease(record, 'a', 1_000),
      store.release(record, 'a'),
      store.claimDue({
        application: 'app-1',
        dueBefore,
        limit: 1,
        holder: 'a',
        leaseMs: 1_000,
      }),
      store.byOwner('app-1', 'shop-1'),
      store.list('app-1', undefined, 1),
      store.list('app-1', '1', 1),
      store.delete(record),
      store.claim('mp-1', new Date()),
    ]
  }

  it('rejects every call when there are no tables, and shows no token', async () => {
    for (const call of everyCall()) {
      const error = await rejection(call, Error)
      expect(error.message).to.match(/no such table: mercadopago_sellers/)
      expect(printed(error)).not.to.include(record.accessToken)
    }
  })

  it('rejects every call when the client was closed', async () => {
    await store.migrate()
    const client = file.client()
    store = new SqliteTokenStore({ client })
    client.close()
    for (const call of everyCall()) {
      expect(await rejection(call, Error)).to.include({ code: 'CLIENT_CLOSED' })
    }
  })

  it('rejects when the file is no database', async () => {
    const own = new SqliteFile()
    writeFileSync(own.path, 'not a database, but long enough to be looked at. '.repeat(99))
    store = new SqliteTokenStore({ client: own.client() })
    for (const call of [store.migrate(), ...everyCall()]) {
      expect((await rejection(call, Error)).message).to.match(/SQLITE_NOTADB/)
    }
    own.close()
  })

  const garbage: Record<string, string> = {
    generation: "'soon'",
    access_token: 'NULL',
    refresh_token: "x'00ff'",
    expires_at: '9e15',
    due_at: '9223372036854775807',
    lost_reason: "'tired'",
    live_mode: '7',
    linked_at: "'2026-11-21'",
  }

  for (const [column, value] of Object.entries(garbage)) {
    it(`rejects garbage in ${column}, without showing it`, async () => {
      const client = file.client({ intMode: 'string' })
      // Somebody's own table, which does not check what is put into it.
      const loose = schemaSql()
        .replaceAll('STRICT', '')
        .replaceAll(/(TEXT|INTEGER)( NOT NULL)?/g, '')
      await client.executeMultiple(loose.replace(') , WITHOUT ROWID', ')'))
      store = new SqliteTokenStore({ client })
      await store.save(record, undefined)
      await client.execute(`UPDATE mercadopago_sellers SET ${column} = ${value}`)

      const reads = [
        store.get(record),
        store.byOwner('app-1', 'shop-1'),
        store.lease(record, 'a', 60_000),
      ]
      for (const read of reads) {
        const { message } = await rejection(read, Error)
        expect(message).to.equal(
          `column "${column}" of a stored seller holds what this store did not write`,
        )
      }
    })
  }

  it('F12: names a damaged row to the sweep and in the list, and gives them the others', async () => {
    await store.migrate()
    const whole = { ...record, sellerId: '999', dueAt: new Date(1) }
    await store.save({ ...record, dueAt: new Date(0) }, undefined)
    await store.save(whole, undefined)
    await file.client().execute({
      sql: 'UPDATE mercadopago_sellers SET scope = ?, live_mode = 7 WHERE seller_id <> 999',
      args: [''],
    })
    const query = { application: 'app-1', dueBefore: new Date(), limit: 9, holder: 'a' }

    expect(await store.list('app-1', undefined, 9)).to.deep.equal([
      { state: 'unreadable', sellerId: record.sellerId },
      whole,
    ])
    expect(await store.claimDue({ ...query, leaseMs: 60_000 })).to.deep.equal([
      { state: 'unreadable', sellerId: record.sellerId },
      { state: 'leased', record: whole, abandoned: false },
    ])
    expect(await store.claimDue({ ...query, leaseMs: 60_000 })).to.deep.equal([])
  })
})

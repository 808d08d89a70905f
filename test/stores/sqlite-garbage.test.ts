import { writeFileSync } from 'node:fs'
import { expect } from 'chai'
import type { TokenRecord } from 'mercadopago-oauth/store'
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
        clientId: 'app-1',
        dueBefore,
        limit: 1,
        holder: 'a',
        leaseMs: 1_000,
      }),
      store.byOwner('app-1', 'shop-1'),
      store.list({ clientId: 'app-1', limit: 1 }),
      store.list({ clientId: 'app-1', limit: 1, due: dueBefore }),
      store.list({ clientId: 'app-1', limit: 1, due: 'never' }),
      store.delete(record),
      store.claim('mp-1', new Date()),
    ]
  }

  it('rejects every call when there are no tables, and shows no token', async () => {
    for (const call of everyCall()) {
      const error = await rejection(call, Error)
      expect(error.message).to.match(/no such table: mercadopago_sellers/)
      expect(printed(error)).not.to.include('keyident')
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

  // Core judges what a store gives, so garbage comes out as something that core refuses.
  const garbage: [column: string, value: string, read: Partial<TokenRecord>][] = [
    ['generation', "'soon'", { generation: Number.NaN }],
    ['generation', '9007199254740993', { generation: 9_007_199_254_740_992 }],
    ['due_at', '9223372036854775807', { dueAt: new Date(Number.NaN) }],
    ['linked_at', "'2026-11-21'", { linkedAt: new Date(Number.NaN) }],
    ['body', "x'00ff'", { body: '[object ArrayBuffer]' }],
    ['body', 'NULL', { body: 'null' }],
    ['owner', '7', { owner: '7' }],
  ]

  for (const [column, value, read] of garbage) {
    it(`gives ${value} in ${column} as what no record has, beside whole records`, async () => {
      const client = file.client()
      // A table made by hand, without checks on its values.
      const loose = schemaSql()
        .replaceAll('STRICT', '')
        .replaceAll(/(TEXT|INTEGER)( NOT NULL)?/g, '')
      await client.executeMultiple(loose.replace(') , WITHOUT ROWID', ')'))
      store = new SqliteTokenStore({ client })
      const whole = { ...record, sellerId: '999', dueAt: new Date(2) }
      await store.save(record, undefined)
      await store.save(whole, undefined)
      await client.execute(
        `UPDATE mercadopago_sellers SET ${column} = ${value} WHERE seller_id <> '999'`,
      )

      const damaged = { ...record, ...read }
      expect(await store.get(record)).to.deep.equal(damaged)
      expect(await store.list({ clientId: 'app-1', limit: 9 })).to.deep.equal([damaged, whole])
      expect(await store.lease(record, 'a', 60_000)).to.deep.equal({
        state: 'leased',
        record: damaged,
        abandoned: false,
      })
      expect(
        await store.claimDue({
          clientId: 'app-1',
          dueBefore: new Date(),
          limit: 9,
          holder: 'a',
          leaseMs: 60_000,
        }),
      ).to.deep.equal([{ record: whole, abandoned: false }])
    })
  }
})

import { createClient } from '@libsql/client'
import { expect } from 'chai'
import type { TokenStore } from 'mercadopago-oauth/store'
import { type StoreUnderTest, testTokenStore } from 'mercadopago-oauth/store-contract'
import { SqliteTokenStore, schemaSql, upgradeSql } from 'mercadopago-oauth-sqlite'
import { misuse, thrown } from '../helpers/errors.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'

/** Two stores, each called every second time. */
function alternating(one: TokenStore, other: TokenStore): TokenStore {
  let calls = 0
  return new Proxy(one, {
    get(_, name: keyof TokenStore) {
      const store = calls++ % 2 === 0 ? one : other
      return store[name].bind(store)
    },
  })
}

describe('SqliteTokenStore', () => {
  describe('on a file', () => {
    testTokenStore({ describe, it }, async (): Promise<StoreUnderTest> => {
      const file = new SqliteFile()
      const store = new SqliteTokenStore({ client: file.client() })
      await store.migrate()
      return { store, close: async () => file.close() }
    })
  })

  describe('on a file, by two clients in turn', () => {
    testTokenStore({ describe, it }, async (): Promise<StoreUnderTest> => {
      const file = new SqliteFile()
      const [one, other] = [file.client(), file.client({ intMode: 'bigint' })].map(
        (client) => new SqliteTokenStore({ client, busyTimeoutMs: 10_000 }),
      ) as [SqliteTokenStore, SqliteTokenStore]
      await one.migrate()
      return { store: alternating(one, other), close: async () => file.close() }
    })
  })

  describe('in memory', () => {
    testTokenStore({ describe, it }, async (): Promise<StoreUnderTest> => {
      const client = createClient({ url: ':memory:' })
      const store = new SqliteTokenStore({ client })
      await store.migrate()
      return { store, close: async () => client.close() }
    })
  })

  describe('options', () => {
    const client = createClient({ url: ':memory:' })

    after(() => client.close())

    it('must be a client of a file, a table name and a wait', () => {
      const remote = { ...client, protocol: 'http', transaction() {}, executeMultiple() {} }
      const wrong: [object, string, string][] = [
        [undefined as never, 'options', 'ERR_INVALID_ARG_TYPE'],
        [{}, 'client', 'ERR_INVALID_ARG_TYPE'],
        [{ client: 'file:sellers.db' }, 'client', 'ERR_INVALID_ARG_TYPE'],
        [{ client: remote }, 'client', 'ERR_INVALID_ARG_VALUE'],
        [{ client, table: 7 }, 'table', 'ERR_INVALID_ARG_TYPE'],
        [{ client, table: '' }, 'table', 'ERR_INVALID_ARG_VALUE'],
        [{ client, table: 'a"; DROP TABLE b; --' }, 'table', 'ERR_INVALID_ARG_VALUE'],
        [{ client, table: 'sqlite_sellers' }, 'table', 'ERR_INVALID_ARG_VALUE'],
        [{ client, table: 'a'.repeat(51) }, 'table', 'ERR_INVALID_ARG_VALUE'],
        [{ client, busyTimeoutMs: '5' }, 'busyTimeoutMs', 'ERR_INVALID_ARG_TYPE'],
        [{ client, busyTimeoutMs: 0 }, 'busyTimeoutMs', 'ERR_INVALID_ARG_VALUE'],
        [
          { client, busyTimeoutMs: Number.POSITIVE_INFINITY },
          'busyTimeoutMs',
          'ERR_INVALID_ARG_VALUE',
        ],
      ]
      for (const [options, name, code] of wrong) {
        const error = thrown(() => new SqliteTokenStore(options as never), TypeError)
        expect(error).to.include({ code, option: name })
        expect(error.message.startsWith(`"${name}" must be `)).to.equal(true)
      }
      for (const sql of [schemaSql, upgradeSql]) {
        expect(misuse(() => sql({ table: 'a b' })).code).to.equal('ERR_INVALID_ARG_VALUE')
      }
    })
  })
})

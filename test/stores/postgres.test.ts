import { testTokenStore } from 'mercadopago-oauth/store-contract'
import { type PostgresPool, PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { type Pooler, pgbouncerPath, startPgbouncer } from './pgbouncer.ts'

/** A pooler in transaction mode at its worst: each statement in a transaction on another connection. */
function connectionPerTransaction(url: () => string): PostgresPool {
  return {
    async query(text, values) {
      const client = new pg.Client(url())
      await client.connect()
      try {
        await client.query('begin')
        const result = await client.query(text, values)
        await client.query('commit')
        return result
      } finally {
        await client.end()
      }
    },
  }
}

describeOnPostgres('PostgresTokenStore', (postgres) => {
  before(async () => {
    const client = new pg.Client(postgres.url)
    await client.connect()
    await new PostgresTokenStore({ pool: client }).migrate()
    await client.end()
  })

  describe('with a Pool', () => {
    let pool: pg.Pool

    before(() => {
      pool = new pg.Pool({ connectionString: postgres.url, max: 20 })
    })

    testTokenStore({ describe, it }, async () => ({ store: new PostgresTokenStore({ pool }) }))

    after(() => pool.end())
  })

  describe('with one Client', () => {
    let client: pg.Client

    before(async () => {
      client = new pg.Client(postgres.url)
      await client.connect()
    })

    testTokenStore({ describe, it }, async () => ({
      store: new PostgresTokenStore({ pool: client }),
    }))

    after(() => client.end())
  })

  describe('E23: with another connection for each transaction', () => {
    const pool = connectionPerTransaction(() => postgres.url)

    testTokenStore({ describe, it }, async () => ({ store: new PostgresTokenStore({ pool }) }))
  })

  // The suite above asks the same of machines where there is none (apt-get install pgbouncer).
  if (pgbouncerPath !== undefined) {
    describe('E23: through PgBouncer in transaction mode', () => {
      let pooler: Pooler
      let pool: pg.Pool

      before(async () => {
        pooler = await startPgbouncer(postgres.url)
        pool = new pg.Pool({ connectionString: pooler.url, max: 20 })
      })

      testTokenStore({ describe, it }, async () => ({ store: new PostgresTokenStore({ pool }) }))

      it('makes its tables', () => new PostgresTokenStore({ pool, table: 'pooled' }).migrate())

      after(async () => {
        await pool.end()
        await pooler.stop()
      })
    })
  }

  describe("with the driver's parsers replaced by the app", () => {
    const { INT8, TIMESTAMPTZ, BOOL } = pg.types.builtins
    let pool: pg.Pool

    before(() => {
      const types = new pg.TypeOverrides()
      types.setTypeParser(INT8, BigInt)
      types.setTypeParser(TIMESTAMPTZ, (text) => ({ text }))
      types.setTypeParser(BOOL, (text) => (text === 't' ? 1 : 0))
      const options = '-c datestyle=german -c intervalstyle=sql_standard'
      pool = new pg.Pool({ connectionString: postgres.url, options, types })
    })

    testTokenStore({ describe, it }, async () => ({ store: new PostgresTokenStore({ pool }) }))

    after(() => pool.end())
  })
})

import { expect } from 'chai'
import type { TokenStore } from 'mercadopago-oauth'
import { type PostgresPool, PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { asyncMisuse, rejection } from '../helpers/errors.ts'
import { closedOrigin } from '../helpers/loopback.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { tokenRecord } from '../helpers/token-record.ts'

const record = tokenRecord()
const { application, sellerId, owner } = record
const due = { application, dueBefore: new Date(), limit: 10, holder: 'a', leaseMs: 1_000 }

/** Every method, called as the contract says. */
const calls: Record<string, (store: TokenStore) => Promise<unknown>> = {
  get: (store) => store.get(record),
  'save of a new record': (store) => store.save(record, undefined),
  'save over a generation': (store) => store.save(record, record.generation, 'a'),
  lease: (store) => store.lease(record, 'a', 1_000),
  release: (store) => store.release(record, 'a'),
  claimDue: (store) => store.claimDue(due),
  byOwner: (store) => store.byOwner(application, owner ?? ''),
  list: (store) => store.list(application, undefined, 10),
  delete: (store) => store.delete(record),
  claim: (store) => store.claim('state', new Date()),
}

describe('PostgresTokenStore', () => {
  for (const [method, call] of Object.entries(calls)) {
    it(`${method}: sends one statement, its values as parameters and nothing named`, async () => {
      const sent: unknown[][] = []
      const pool: PostgresPool = {
        async query(...parameters) {
          sent.push(parameters)
          return { rows: [] }
        },
      }
      await call(new PostgresTokenStore({ pool }))

      const [[text, values, ...rest] = [], ...more] = sent
      expect(more).to.deep.equal([])
      expect(rest).to.deep.equal([])
      expect(values).to.be.an('array').that.is.not.empty
      expect(text).to.be.a('string')
      expect(text).not.to.match(/;|advisory|prepare|listen|keyident|shop-1/i)
    })

    it(`F12: ${method} rejects when the driver answers with garbage`, async () => {
      const pool = { query: async () => undefined } as unknown as PostgresPool
      await rejection(call(new PostgresTokenStore({ pool })), TypeError)
    })

    it(`F12: ${method} rejects when nothing listens`, async () => {
      const { port } = new URL(await closedOrigin())
      const pool = new pg.Pool({ host: '127.0.0.1', port: Number(port) })
      const error = await rejection(call(new PostgresTokenStore({ pool })), Error)
      expect(error).to.include({ code: 'ECONNREFUSED' })
      await pool.end()
    })
  }

  const pool: PostgresPool = {
    async query() {
      throw new Error('queried')
    },
  }
  const store = new PostgresTokenStore({ pool })

  for (const [what, part] of Object.entries({ 'a NUL': '1\0', 'half a character': '1\ud800' })) {
    const refused: [name: string, call: () => Promise<unknown>][] = [
      ['sellerId', () => store.get({ application, sellerId: part })],
      ['application', () => store.list(part, undefined, 10)],
      ['after', () => store.list(application, part, 10)],
      ['owner', () => store.byOwner(application, part)],
      ['owner', () => store.save({ ...record, owner: part }, undefined)],
      ['scope', () => store.save({ ...record, scope: part }, 1)],
      ['holder', () => store.release({ application, sellerId }, part)],
      ['key', () => store.claim(part, new Date())],
    ]
    for (const [name, call] of refused) {
      it(`refuses ${what} in "${name}", which PostgreSQL cannot hold`, async () => {
        expect(await asyncMisuse(call())).to.deep.equal({
          code: 'ERR_INVALID_ARG_VALUE',
          message: `"${name}" must not contain NUL characters or lone surrogates`,
        })
      })
    }
  }

  it('refuses a time that is none', async () => {
    await rejection(store.save({ ...record, expiresAt: new Date(Number.NaN) }, 1), RangeError)
  })
})

describeOnPostgres('PostgresTokenStore on a broken table', (postgres) => {
  let pool: pg.Pool

  before(() => {
    pool = new pg.Pool({ connectionString: postgres.url })
  })

  after(() => pool.end())

  for (const [method, call] of Object.entries(calls)) {
    it(`F12: ${method} rejects when the tables were dropped`, async () => {
      const store = new PostgresTokenStore({ pool, table: 'dropped' })
      await store.migrate()
      await pool.query('drop table dropped, dropped_claims')

      expect(await rejection(call(store), Error)).to.include({ code: '42P01' })
    })

    it(`${method} rejects when the server ended the connection`, async () => {
      const client = new pg.Client(postgres.url)
      await client.connect()
      const ended = new Promise((resolve) => client.once('error', resolve))
      client.on('error', () => {})
      await pool.query('select pg_terminate_backend($1)', [
        (await client.query('select pg_backend_pid() as pid')).rows[0].pid,
      ])
      await ended

      await rejection(call(new PostgresTokenStore({ pool: client })), Error)
    })
  }

  const changes: Record<string, string> = {
    'a column is missing': 'alter table broken drop column scope',
    'a time is text': "alter table broken alter expires_at type text using 'soon'",
    'a time is infinite': "update broken set expires_at = 'infinity'",
    'a number is text': "alter table broken alter generation type text using 'first'",
    'a truth is text': "alter table broken alter live_mode type text using 'maybe'",
    'a number is not safe': 'update broken set generation = 9007199254740993',
    'a time is beyond any Date': "update broken set expires_at = '290000-01-01'",
    'a reason is not one of ours': "update broken set lost_reason = 'bored'",
    'a token is missing':
      'alter table broken alter access_token drop not null; update broken set access_token = null',
  }
  for (const [what, change] of Object.entries(changes)) {
    it(`F12: every read rejects when ${what}, and says nothing of what is there`, async () => {
      await pool.query('drop table if exists broken, broken_claims')
      const store = new PostgresTokenStore({ pool, table: 'broken' })
      await store.migrate()
      await store.save({ ...record, dueAt: new Date(0) }, undefined)
      await pool.query(change)

      for (const method of ['get', 'lease', 'byOwner']) {
        const error = await rejection(calls[method]?.(store) ?? Promise.resolve(), Error)
        expect(error.message, method).to.match(/column|bigint|function|infinity/)
        expect(error.message, method).not.to.match(/keyident|shop-1|bored|first|soon|maybe/)
        // A lease that was taken before the record could not be read is out of the next one's way.
        await pool.query('update broken set lease_holder = null')
      }
    })
  }

  it('F12: a damaged row is named to the sweep and in the list, beside the others', async () => {
    await pool.query('drop table if exists broken, broken_claims')
    const store = new PostgresTokenStore({ pool, table: 'broken' })
    await store.migrate()
    const whole = { ...record, sellerId: '999', dueAt: new Date(1) }
    await store.save({ ...record, dueAt: new Date(0) }, undefined)
    await store.save(whole, undefined)
    await pool.query("update broken set lost_reason = 'bored' where seller_id <> '999'")

    expect(await store.list(application, undefined, 9)).to.deep.equal([
      { state: 'unreadable', sellerId: record.sellerId },
      whole,
    ])
    expect(await store.claimDue(due)).to.deep.equal([
      { state: 'unreadable', sellerId: record.sellerId },
      { state: 'leased', record: whole, abandoned: false },
    ])
    expect(await store.claimDue(due)).to.deep.equal([])
  })

  it('rejects when a rule of another kind refuses the record, and never calls it taken', async () => {
    const store = new PostgresTokenStore({ pool, table: 'ruled' })
    await store.migrate()
    await pool.query('alter table ruled add unique (owner)')
    await store.save(record, undefined)

    const error = await rejection(store.save({ ...record, sellerId: '2' }, undefined), Error)

    expect(error).to.include({ code: '23505' })
    expect(error.message).not.to.include('keyident')
  })

  it('F10: refuses an id of 10 KiB that no index can hold, and cuts nothing', async () => {
    const store = new PostgresTokenStore({ pool, table: 'long' })
    await store.migrate()
    const long = Array.from({ length: 5_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
    ).join('')

    const error = await rejection(store.save({ ...record, sellerId: long }, undefined), Error)

    expect(error).to.include({ code: '54000' })
    expect(await store.list(application, undefined, 10)).to.deep.equal([])
  })
})

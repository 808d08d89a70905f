import { expect } from 'chai'
import type { TokenRecord, TokenStore } from 'mercadopago-oauth/store'
import { type PostgresPool, PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { rejection } from '../helpers/errors.ts'
import { closedOrigin } from '../helpers/loopback.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { tokenRecord } from '../helpers/token-record.ts'

const record = tokenRecord()
const { clientId, sellerId, owner } = record
const due = { clientId, dueBefore: new Date(), limit: 10, holder: 'a', leaseMs: 1_000 }

/** Every method, called as the contract says. */
const calls: Record<string, (store: TokenStore) => Promise<unknown>> = {
  get: (store) => store.get(record),
  'save of a new record': (store) => store.save(record, undefined),
  'save over a generation': (store) => store.save(record, record.generation, 'a'),
  lease: (store) => store.lease(record, 'a', 1_000),
  release: (store) => store.release(record, 'a'),
  claimDue: (store) => store.claimDue(due),
  byOwner: (store) => store.byOwner(clientId, owner ?? ''),
  list: (store) => store.list({ clientId, limit: 10 }),
  'list of the due': (store) => store.list({ clientId, limit: 10, due: new Date() }),
  'list of those never due': (store) => store.list({ clientId, limit: 10, due: 'never' }),
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

    it(`F12: ${method} rejects when the driver returns garbage`, async () => {
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
      ['sellerId', () => store.get({ clientId, sellerId: part })],
      ['clientId', () => store.list({ clientId: part, limit: 10 })],
      ['after', () => store.list({ clientId, after: part, limit: 10 })],
      ['owner', () => store.byOwner(clientId, part)],
      ['owner', () => store.save({ ...record, owner: part }, undefined)],
      ['body', () => store.save({ ...record, body: part }, 1)],
      ['holder', () => store.release({ clientId, sellerId }, part)],
      ['key', () => store.claim(part, new Date())],
    ]
    for (const [name, call] of refused) {
      it(`refuses ${what} in "${name}", which PostgreSQL cannot hold`, async () => {
        expect(await rejection(call(), TypeError)).to.include({
          code: 'ERR_INVALID_ARG_VALUE',
          option: name,
          message: `"${name}" must not contain NUL characters or lone surrogates`,
        })
      })
    }
  }

  it('refuses a time that is none', async () => {
    await rejection(store.save({ ...record, linkedAt: new Date(Number.NaN) }, 1), RangeError)
  })
})

describeOnPostgres('PostgresTokenStore on a broken table', (postgres) => {
  let pool: pg.Pool

  before(() => {
    pool = new pg.Pool({ connectionString: postgres.url })
  })

  after(() => pool.end())

  /** A table with one due seller that was changed by hand. */
  async function brokenBy(change: string): Promise<PostgresTokenStore> {
    await pool.query('drop table if exists broken, broken_claims, broken_schema')
    const store = new PostgresTokenStore({ pool, table: 'broken' })
    await store.migrate()
    await store.save({ ...record, dueAt: new Date(0) }, undefined)
    await pool.query(change)
    return store
  }

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

  // A table that is not ours any more fails as a whole.
  const changes: Record<string, string> = {
    'a column is missing': 'alter table broken drop column body',
    'a time is text': "alter table broken alter linked_at type text using 'soon'",
  }
  for (const [what, change] of Object.entries(changes)) {
    it(`F12: every read rejects when ${what}, and says nothing of what is there`, async () => {
      const store = await brokenBy(change)
      for (const method of ['get', 'lease', 'byOwner', 'list', 'claimDue']) {
        const error = await rejection(calls[method]?.(store) ?? Promise.resolve(), Error)
        expect(error.message, method).to.match(/column|function/)
        expect(error.message, method).not.to.match(/keyident|shop-1|soon/)
      }
    })
  }

  // Core judges what a store gives, so garbage comes out as something that core refuses.
  const garbage: Record<string, [change: string, read: Partial<TokenRecord>]> = {
    'a time is infinite': ["linked_at = 'infinity'", { linkedAt: new Date(Number.NaN) }],
    'a time is before all time': ["due_at = '-infinity'", { dueAt: new Date(Number.NaN) }],
    'a number is not safe': ['generation = 9007199254740993', { generation: 2 ** 53 }],
    'a time is beyond any Date': ["linked_at = '290000-01-01'", { linkedAt: new Date(Number.NaN) }],
    'the body is missing': ['body = null', { body: 'null' }],
  }
  for (const [what, [change, read]] of Object.entries(garbage)) {
    it(`F12: a record comes out as none, beside whole ones, when ${what}`, async () => {
      const store = await brokenBy('alter table broken alter body drop not null')
      const whole = { ...record, sellerId: '999', dueAt: new Date(1) }
      await store.save(whole, undefined)
      await pool.query(`update broken set ${change} where seller_id <> '999'`)
      const damaged = { ...record, dueAt: new Date(0), ...read }

      expect(await store.get(record)).to.deep.equal(damaged)
      expect(await store.list({ clientId, limit: 9 })).to.deep.equal([damaged, whole])
      expect(await store.byOwner(clientId, 'shop-1')).to.have.deep.members([damaged, whole])
      expect(await store.claimDue(due)).to.deep.equal([
        { record: damaged, abandoned: false },
        { record: whole, abandoned: false },
      ])
      expect(await store.lease(record, 'a', 1_000)).to.deep.equal({
        state: 'leased',
        record: damaged,
        abandoned: false,
      })
    })
  }

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
    expect(await store.list({ clientId, limit: 10 })).to.deep.equal([])
  })
})

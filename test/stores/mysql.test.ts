import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { TokenRecord, TokenStore } from 'mercadopago-oauth/store'
import { testTokenStore } from 'mercadopago-oauth/store-contract'
import {
  type MysqlConnection,
  type MysqlPool,
  MysqlTokenStore,
  schemaSql,
} from 'mercadopago-oauth-mysql'
import mysql from 'mysql2/promise'
import { printed, rejection, thrown } from '../helpers/errors.ts'
import { describeOnMysql, explain } from '../helpers/mariadb-server.ts'
import { tokenRecord } from '../helpers/token-record.ts'

describeOnMysql('MysqlTokenStore', (database) => {
  const pools: [title: string, options: mysql.PoolOptions, setting: string][] = [
    ['with a pool', { connectionLimit: 20 }, ''],
    ['with a pool of one', { connectionLimit: 1 }, ''],
    [
      "with the driver's options and the server's modes of another app",
      {
        charset: 'latin1_swedish_ci',
        supportBigNumbers: true,
        bigNumberStrings: true,
        dateStrings: true,
        namedPlaceholders: true,
        flags: ['-FOUND_ROWS'],
        timezone: '+05:00',
      },
      "set session sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'",
    ],
  ]
  for (const [title, options, setting] of pools) {
    describe(title, () => {
      let pool: mysql.Pool

      before(async () => {
        pool = mysql.createPool({ uri: database.url, ...options })
        if (setting !== '') pool.on('connection', (connection) => connection.query(setting))
        await new MysqlTokenStore({ pool }).migrate()
      })

      testTokenStore({ describe, it }, async () => ({ store: new MysqlTokenStore({ pool }) }))

      it('says that it saved a record that was the same already', async () => {
        const store = new MysqlTokenStore({ pool })
        const record = tokenRecord({ clientId: `app-${randomUUID()}` })
        await store.save(record, undefined)
        expect(await store.save(record, 1)).to.equal(true)
      })

      after(() => pool.end())
    })
  }
})

describeOnMysql('MysqlTokenStore tables', (database) => {
  let pool: mysql.Pool

  before(() => {
    pool = mysql.createPool({ uri: database.url, connectionLimit: 20 })
  })

  after(() => pool.end())

  it('are made by ten machines at once, again and again', async () => {
    for (let round = 0; round < 5; round++) {
      await pool.query('drop table if exists crowded, crowded_claims, crowded_schema')
      const stores = Array.from(
        { length: 10 },
        () => new MysqlTokenStore({ pool, table: 'crowded' }),
      )
      await Promise.all(stores.map((store) => store.migrate()))
      expect(await stores[0]?.save(tokenRecord(), undefined)).to.equal(true)
      expect(await stores[9]?.get(tokenRecord())).to.deep.equal(tokenRecord())
    }
  })

  it('of a newer release are refused, with a sentence', async () => {
    const store = new MysqlTokenStore({ pool, table: 'newer' })
    await store.migrate()
    await pool.query('insert into newer_schema values (2)')
    expect((await rejection(store.migrate(), Error)).message).to.equal(
      'the table `newer` has schema version 2, and this release of mercadopago-oauth-mysql ' +
        'knows versions up to 1: install a newer release',
    )
  })

  it('F12: that another program created are refused', async () => {
    await pool.query('create table theirs (client_hash int)')
    const store = new MysqlTokenStore({ pool, table: 'theirs' })
    expect(await rejection(store.migrate(), Error)).to.include({ code: 'ER_BAD_FIELD_ERROR' })
  })

  it('F10: take an id of 3,000 bytes and refuse a longer one, which a lenient server would cut', async () => {
    const store = new MysqlTokenStore({ pool, table: 'long_ids' })
    await store.migrate()
    const record = tokenRecord({
      sellerId: '\u{1F999}'.repeat(750),
      clientId: '\u00f1'.repeat(1024),
    })
    expect(await store.save(record, undefined)).to.equal(true)
    expect(await store.get(record)).to.deep.equal(record)
    const longer = { ...record, sellerId: `${record.sellerId}9` }
    expect(await rejection(store.save(longer, undefined), TypeError)).to.include({
      code: 'ERR_INVALID_ARG_VALUE',
      option: 'sellerId',
    })
  })

  it('give a refusal by a rule of the app, and never call it taken', async () => {
    const store = new MysqlTokenStore({ pool, table: 'ruled' })
    await store.migrate()
    await pool.query('alter table ruled add unique (owner(100))')
    await store.save(tokenRecord(), undefined)
    const error = await rejection(store.save(tokenRecord({ sellerId: '2' }), undefined), Error)
    expect(error).to.include({ code: 'ER_DUP_ENTRY' })
  })

  it('hold a claim for an hour at least, by the clock of the server', async () => {
    const store = new MysqlTokenStore({ pool, table: 'claimed' })
    await store.migrate()
    await store.claim('behind', new Date(Date.now() - 86_400_000))
    const [rows] = await pool.query(
      'select expires_at - unix_timestamp(now(3)) * 1000 between 3590000 and 3600000 as an_hour from claimed_claims',
    )
    expect(rows).to.deep.equal([{ an_hour: 1 }])
    expect(await store.claim('behind', new Date())).to.equal(false)
  })

  it('are shown by schemaSql(), and that in the README', async () => {
    expect(readFileSync('packages/store-mysql/README.md', 'utf8')).to.include(schemaSql())
    for (const statement of schemaSql({ table: 'shown' }).split(/;\n/).slice(0, -1)) {
      await pool.query(statement)
    }
    const store = new MysqlTokenStore({ pool, table: 'shown' })
    expect(await store.save(tokenRecord(), undefined)).to.equal(true)
  })

  const now = new Date(2_000_000)
  const page = { clientId: 'app-1', limit: 10, after: '2' }
  const key = { clientId: 'app-1', sellerId: '7' }
  const plans: Record<string, [plan: string, call: (store: MysqlTokenStore) => Promise<unknown>]> =
    {
      get: ['const PRIMARY', (store) => store.get(key)],
      byOwner: ['ref owner filesort', (store) => store.byOwner('app-1', 'shop-7')],
      list: ['range PRIMARY', (store) => store.list(page)],
      'list of the due': ['range due filesort', (store) => store.list({ ...page, due: now })],
      'list of those never due': ['range due', (store) => store.list({ ...page, due: 'never' })],
      claimDue: [
        'range due',
        (store) => store.claimDue({ ...page, dueBefore: now, holder: 'a', leaseMs: 1 }),
      ],
    }
  for (const [method, [plan, call]] of Object.entries(plans)) {
    it(`are read by an index: ${method}`, async () => {
      const explained: string[] = []
      const explaining = (on: MysqlPool | MysqlConnection): MysqlPool => ({
        async execute(sql, values) {
          const [rows] = await on.execute(`${explain} ${sql}`, values)
          const [{ type, key: index, Extra }] = rows as [Record<string, string>]
          explained.push([type, index, ...(/filesort/.exec(Extra ?? '') ?? [])].join(' '))
          return [[], []]
        },
        getConnection: async () => {
          const connection = await pool.getConnection()
          return Object.assign(
            connection,
            explaining({ execute: connection.execute.bind(connection) } as never),
          )
        },
      })
      await fill('planned', 20_000)

      await call(new MysqlTokenStore({ pool: explaining(pool), table: 'planned' }))

      expect(explained).to.deep.equal([plan])
    })
  }

  it('E22: give a sweep the sellers that no other is taking just now, without a wait', async () => {
    await fill('swept', 200)
    const other = await pool.getConnection()
    await other.query('start transaction')
    await other.query(`select * from swept force index (primary)
      where client_hash = unhex(sha2('app-1', 256)) and seller_id in ('0', '2') for update`)

    const claimed = await new MysqlTokenStore({ pool, table: 'swept' }).claimDue({
      clientId: 'app-1',
      dueBefore: now,
      limit: 3,
      holder: 'a',
      leaseMs: 60_000,
    })

    expect(claimed.map(({ record }) => record.sellerId)).to.deep.equal(['1', '3', '4'])
    await other.query('rollback')
    other.release()
  })

  it('are asked again after a deadlock, ten times at most', async () => {
    const store = new MysqlTokenStore({ pool, table: 'locked' })
    await store.migrate()
    let deadlocks = 9
    const unlucky: MysqlPool = {
      execute: async (sql, values) => {
        if (deadlocks-- > 0) throw Object.assign(new Error('deadlock'), { errno: 1213 })
        return pool.execute(sql, values)
      },
      getConnection: () => pool.getConnection(),
    }
    const own = new MysqlTokenStore({ pool: unlucky, table: 'locked' })

    expect(await own.save(tokenRecord(), undefined)).to.equal(true)
    deadlocks = 10
    expect(await rejection(own.save(tokenRecord(), 1), Error)).to.include({ errno: 1213 })
  })

  it('give the due and the never due in pages', async () => {
    await fill('paged', 2_000)
    const store = new MysqlTokenStore({ pool, table: 'paged' })
    const idsOf = (records: TokenRecord[]) => records.map(({ sellerId }) => sellerId)
    const due = { clientId: 'app-1', after: '98', limit: 3, due: new Date(1_500_000) }
    expect(idsOf(await store.list({ ...due, after: '1498' }))).to.deep.equal(['15', '150', '1500'])
    expect(idsOf(await store.list({ ...due, after: '1500' }))).to.deep.equal(['151', '152', '153'])
    expect(idsOf(await store.list({ ...due, due: 'never' }))).to.deep.equal(['99', '999'])
  })

  /** Sellers who are due one after the other, a second apart; one in a hundred is never due. */
  async function fill(table: string, sellers: number): Promise<void> {
    await new MysqlTokenStore({ pool, table }).migrate()
    await pool.query(`insert ignore into ${table}
      (client_hash, seller_id, client_id, generation, due_at, owner, linked_at, body)
      with recursive n (i) as (select 0 union all select i + 1 from n where i < 199),
        seller (i) as (select a.i * 100 + b.i from n as a join n as b
          where a.i < ${sellers / 100} and b.i < 100)
      select unhex(sha2('app-1', 256)), i, 'app-1', 1, if(i % 100 = 99, null, i * 1000),
        concat('shop-', i div 10), i, '{}' from seller`)
    await pool.query(`analyze table ${table}`)
  }
})

const calls: Record<string, (store: TokenStore) => Promise<unknown>> = {
  get: (store) => store.get(tokenRecord()),
  'save of a new record': (store) => store.save(tokenRecord(), undefined),
  'save over a generation': (store) => store.save(tokenRecord(), 1, 'a'),
  lease: (store) => store.lease(tokenRecord(), 'a', 1_000),
  release: (store) => store.release(tokenRecord(), 'a'),
  claimDue: (store) =>
    store.claimDue({ clientId: 'a', dueBefore: new Date(), limit: 1, holder: 'a', leaseMs: 1 }),
  byOwner: (store) => store.byOwner('app-1', 'shop-1'),
  list: (store) => store.list({ clientId: 'app-1', limit: 1 }),
  delete: (store) => store.delete(tokenRecord()),
  claim: (store) => store.claim('state', new Date()),
}

describeOnMysql('MysqlTokenStore, F12: on what it cannot do', (database) => {
  for (const [method, call] of Object.entries(calls)) {
    it(`${method} rejects when there are no tables, and then when the pool has ended`, async () => {
      const pool = mysql.createPool({ uri: database.url, connectionLimit: 1 })
      const store = new MysqlTokenStore({ pool })

      const error = await rejection(call(store), Error)

      expect(error).to.include({ code: 'ER_NO_SUCH_TABLE' })
      expect(printed(error)).not.to.include('keyident')
      expect(await pool.query('select 1 as works')).to.have.nested.property('[0][0].works', 1)
      await pool.end()
      await rejection(call(store), Error)
    })
  }

  it('F10: refuses what UTF-8 cannot hold, and what is no date', async () => {
    const pool = mysql.createPool({ uri: database.url })
    const store = new MysqlTokenStore({ pool })
    const half = 'a\ud800'
    const refused: Record<string, () => Promise<unknown>> = {
      sellerId: () => store.get(tokenRecord({ sellerId: half })),
      clientId: () => store.delete(tokenRecord({ clientId: half })),
      body: () => store.save(tokenRecord({ body: half }), undefined),
      owner: () => store.byOwner('app-1', half),
      holder: () => store.lease(tokenRecord(), half, 1_000),
      endLease: () => store.save(tokenRecord(), 1, half),
      after: () => store.list({ clientId: 'app-1', after: half, limit: 1 }),
      key: () => store.claim(half, new Date()),
      linkedAt: () => store.save(tokenRecord({ linkedAt: new Date(Number.NaN) }), undefined),
    }
    for (const [option, act] of Object.entries(refused)) {
      const error = await rejection(act(), TypeError)
      expect(error).to.include({ code: 'ERR_INVALID_ARG_VALUE', option })
    }
    await pool.end()
  })
})

describe('MysqlTokenStore options', () => {
  const pool = { execute() {}, getConnection() {} }

  const wrong: [options: unknown, option: string, code: string][] = [
    [undefined, 'options', 'ERR_INVALID_ARG_TYPE'],
    [{}, 'pool', 'ERR_INVALID_ARG_TYPE'],
    [{ pool: 'mysql://localhost' }, 'pool', 'ERR_INVALID_ARG_TYPE'],
    [{ pool, table: 7 }, 'table', 'ERR_INVALID_ARG_TYPE'],
    [{ pool, table: 'a`; drop table b' }, 'table', 'ERR_INVALID_ARG_VALUE'],
    [{ pool, table: 'a'.repeat(51) }, 'table', 'ERR_INVALID_ARG_VALUE'],
  ]
  for (const [options, option, code] of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      const error = thrown(() => new MysqlTokenStore(options as never), TypeError)
      expect(error).to.include({ code, option })
    })
  }
})

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import { expect } from 'chai'
import { createClient, SellerTokens, TokenSet, type TokenStore } from 'mercadopago-oauth'
import type { Terminal } from 'mercadopago-oauth-cli'
import { MysqlTokenStore } from 'mercadopago-oauth-mysql'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { createClient as redisClient } from 'redis'
import { closedOrigin } from '../helpers/loopback.js'
import { describeOnMysql } from '../helpers/mariadb-server.js'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.js'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { changeStored } from '../helpers/stored-seller.js'
import { healthy, type Visit, visit } from './doctor-visit.js'

const oldKey = healthy.MERCADOPAGO_ENCRYPTION_KEYS
const newKey = 'OzjQZ39Cq3jS3qcx0b3m1xUIXbJ1p5hJH0yhs8WmVfE'

const dayMs = 24 * 60 * 60 * 1000
const linkedAt = new Date('2026-11-21T12:00:00.000Z')

/** As the app makes them. */
function sellersIn(store: TokenStore, options: { environment?: string } = {}): SellerTokens {
  const client = createClient({
    clientId: healthy.MERCADOPAGO_CLIENT_ID,
    clientSecret: healthy.MERCADOPAGO_CLIENT_SECRET,
  })
  const clock = () => linkedAt
  return new SellerTokens({ client, store, encryptionKeys: [oldKey], clock, ...options })
}

/** What an app does at its start: the store then holds a record that only the app's keys open. */
async function begin(store: TokenStore, environment?: string): Promise<void> {
  await sellersIn(store, environment === undefined ? {} : { environment }).checkKeys()
}

/** Links a seller whose token ends after 180 days. */
async function linkAt(store: TokenStore, sellerId: string): Promise<void> {
  const tokens = new TokenSet({
    accessToken: `APP_USR-${sellerId}`,
    refreshToken: `TG-${sellerId}`,
    expiresAt: new Date(linkedAt.getTime() + 180 * dayMs),
    scope: [],
    sellerId,
  })
  await sellersIn(store).link(tokens)
}

function behind(place: string, counts: string): string {
  return `fault  Renewals in ${place} are behind: ${counts}. The provider refuses an access token that has ended, and an overdue one ends soon. Run "sellers renew --due", and check that the sweep of the app (renewDue) runs.`
}

function wrongKeys(place: string): string {
  return `fault  The encryption keys do not decrypt the tokens in ${place}. The app refuses to start with them. No seller is lost as long as you have the old key. Put the key that encrypted them after the new one. Also check the Client ID and --environment.`
}

function unusable(place: string, reason: string): string {
  return `fault  ${place} cannot be used: ${reason}. No token can be saved or read. Check its address, and that the app has created its tables with migrate().`
}

function unwritable(place: string, reason: string): string {
  return `fault  ${place} cannot be written: ${reason}. No seller can link, and a renewal would use up a refresh token without saving the next one. Check the permissions of its user, its free disk space, and that it is the primary.`
}

describe('mercadopago-oauth doctor, of the store', function stores() {
  withRealSockets()

  // Some start a server.
  this.timeout(60_000)

  /** The provider does not matter here: no server runs in its place. */
  async function visitAlone(
    args: string[],
    changes: Record<string, string | undefined> = {},
    terminal: Partial<Terminal> = {},
  ): Promise<Visit> {
    return await visit(['--sandbox', await closedOrigin(), ...args], changes, terminal)
  }

  /** A URL may hold a password, so it is passed in the environment. */
  function visitStore(
    url: string,
    changes: Record<string, string | undefined> = {},
    args: string[] = [],
    terminal: Partial<Terminal> = {},
  ): Promise<Visit> {
    return visitAlone(args, { MERCADOPAGO_STORE: url, ...changes }, terminal)
  }

  it('says nothing where none is named', async () => {
    expect((await visitAlone([])).linesOf('store')).to.have.members([])
  })

  for (const address of ['memory', ':memory:', 'file::memory:?cache=shared', 'memory://']) {
    it(`finds one in memory: ${address}`, async () => {
      expect((await visitAlone(['--store', address])).linesOf('store')).to.have.members([
        'fault  The store is in memory. Every restart loses all sellers, and each must link again. Use a file, PostgreSQL, MySQL or Redis.',
      ])
    })
  }

  it('refuses a password among the arguments', async () => {
    const url = 'postgres://shop:canary@127.0.0.1:1/shop'
    const { exitCode, stdout, stderr } = await visitAlone(['--store', url])
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' })
    expect(stderr).to.include('Set MERCADOPAGO_STORE instead for a store with a password')
    expect(stderr).not.to.include('canary')
  })

  for (const [scheme, name] of [
    ['postgres', 'PostgreSQL'],
    ['mysql', 'MySQL'],
    ['redis', 'Redis'],
  ]) {
    it(`finds a closed port of ${scheme}, and shows no password`, async () => {
      const { host } = new URL(await closedOrigin())
      const { linesOf, stdout, exitCode } = await visitStore(`${scheme}://shop:canary@${host}/1`)
      const place = `${name} at ${host}`
      expect(linesOf('store')).to.have.members([unusable(place, 'nothing listens on this port')])
      expect(stdout).not.to.include('canary')
      expect(exitCode).to.equal(1)
    })
  }

  describe('in SQLite', () => {
    let folder: string
    let file: string
    let place: string
    /** The system's folder for temporary files, as the doctor is told. */
    let temporary: string

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'doctor-'))
      temporary = join(folder, 'temporary')
      mkdirSync(temporary)
      file = join(folder, 'sellers.db')
      place = `SQLite file ${file}`
    })

    afterEach(() => rmSync(folder, { recursive: true, force: true }))

    async function withStore(work: (store: SqliteTokenStore) => Promise<void>): Promise<void> {
      const client = openFile({ url: `file:${file}` })
      const store = new SqliteTokenStore({ client })
      await store.migrate()
      await work(store)
      client.close()
    }

    async function lines(changes: Record<string, string> = {}, args: string[] = []) {
      return (await visitStore(file, { TMPDIR: temporary, ...changes }, args)).linesOf('store')
    }

    const sound = () => [
      `ok  ${place} can be written and read.`,
      `ok  ${place} keeps sellers across restarts.`,
    ]

    it('is well, and is left as it was', async () => {
      await withStore(begin)
      expect(await lines()).to.have.members([
        ...sound(),
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
      await withStore(async (store) => {
        expect(await store.list({ clientId: '~doctor', limit: 10 })).to.deep.equal([])
        expect(
          await store.list({ clientId: healthy.MERCADOPAGO_CLIENT_ID, limit: 10 }),
        ).to.have.length(1)
      })
    })

    /** What is found beside the store, the disk and the keys, which are well. */
    async function backlog(terminal: Partial<Terminal>, args: string[] = []) {
      const visit = await visitStore(file, { TMPDIR: temporary }, args, terminal)
      const others = [...sound(), `ok  The encryption keys decrypt the tokens in ${place}.`]
      const lines = visit.linesOf('store').filter((line) => !others.includes(line))
      return { lines, exitCode: visit.exitCode }
    }

    it('K26: 106 sellers whose tokens ended three days ago are a fault', async () => {
      await withStore(async (store) => {
        for (let index = 1; index <= 106; index++) await linkAt(store, String(1000 + index))
      })
      const at = (days: number) => ({ clock: () => new Date(linkedAt.getTime() + days * dayMs) })

      expect(await backlog(at(183))).to.deep.equal({
        lines: [behind(place, '0 sellers overdue, 106 sellers ended')],
        exitCode: 1,
      })
      expect((await backlog(at(157))).lines).to.deep.equal([
        behind(place, '106 sellers overdue, 0 sellers ended'),
      ])
      expect((await backlog(at(155))).lines).to.deep.equal([
        `ok  106 sellers in ${place}: no renewal is overdue.`,
      ])
      expect((await backlog(at(157), ['--renew-before-days', '20'])).lines).to.deep.equal([
        `ok  106 sellers in ${place}: no renewal is overdue.`,
      ])
    })

    it('K26: names those who must link again, and records that cannot be used', async () => {
      await withStore(async (store) => {
        for (const sellerId of ['1', '2', '3', '4']) await linkAt(store, sellerId)
        const clientId = healthy.MERCADOPAGO_CLIENT_ID
        const lost = { lostReason: 'revoked', dueAt: null }
        await changeStored(store, { clientId, sellerId: '1' }, lost)
        await changeStored(store, { clientId, sellerId: '2' }, { refreshToken: null })
        await changeStored(store, { clientId, sellerId: '3' }, { accessToken: 'CANARY' })
      })
      const clock = () => new Date(linkedAt.getTime() + 181 * dayMs)

      expect(await backlog({ clock })).to.deep.equal({
        lines: [
          behind(place, '0 sellers overdue, 1 seller ended'),
          `fault  1 seller in ${place} cannot be read or decrypted. The app has no access token where that is so. Add the missing key or restore the record. "sellers list" names the sellers.`,
          `warning  2 sellers in ${place} must link again. Only a new consent gives them tokens. Ask them to. "sellers list" names them.`,
        ],
        exitCode: 1,
      })
    })

    it('that nobody used is well, and stays so', async () => {
      await withStore(async () => {})
      expect(await lines()).to.have.members([
        ...sound(),
        `ok  ${place} has no sellers of this application yet.`,
      ])
      await withStore(async (store) => {
        expect(
          await store.list({ clientId: healthy.MERCADOPAGO_CLIENT_ID, limit: 10 }),
        ).to.deep.equal([])
      })
    })

    it('opens with an old key behind the new one', async () => {
      await withStore(begin)
      expect(await lines({ MERCADOPAGO_ENCRYPTION_KEYS: `${newKey}, ${oldKey}` })).to.have.members([
        ...sound(),
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
    })

    it('does not open with other keys', async () => {
      await withStore(begin)
      const found = await lines({ MERCADOPAGO_ENCRYPTION_KEYS: newKey })
      expect(found).to.have.members([...sound(), wrongKeys(place)])
    })

    it('opens in the environment it was made in only', async () => {
      await withStore((store) => begin(store, 'staging'))
      expect(await lines()).to.have.members([...sound(), wrongKeys(place)])
      expect(await lines({}, ['--environment', 'staging'])).to.have.members([
        ...sound(),
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
    })

    it('does not repeat findings about keys', async () => {
      await withStore(begin)
      expect(await lines({ MERCADOPAGO_ENCRYPTION_KEYS: 'canary' })).to.have.members(sound())
    })

    it('misses the keys that a store needs', async () => {
      await withStore(begin)
      const changes = { TMPDIR: temporary, MERCADOPAGO_ENCRYPTION_KEYS: undefined }
      const [line] = (await visitStore(file, changes)).linesOf('encryption-keys')
      expect(line).to.match(/^fault {2}MERCADOPAGO_ENCRYPTION_KEYS is missing\. /)
    })

    it('is found in the folder for temporary files', async () => {
      await withStore(begin)
      const [durability] = await lines({ TMPDIR: folder })
      expect(durability).to.equal(
        `warning  ${place} is in a folder for temporary files. A restart may empty it, and all sellers are lost. Move the file to a folder that your backups include.`,
      )
    })

    it('is found locked by a writer that does not end', async () => {
      await withStore(begin)
      const writer = openFile({ url: `file:${file}` })
      const work = await writer.transaction('write')
      const [first] = await lines()
      await work.rollback()
      writer.close()
      expect(first).to.equal(unwritable(place, 'SQLITE_BUSY'))
    })

    it('is found missing, and is not made', async () => {
      expect(await lines()).to.have.members([unusable(place, 'there is no such file')])
      expect(existsSync(file)).to.equal(false)
    })

    it('cannot steer the terminal by its name', async () => {
      const { stdout } = await visitStore(join(folder, 'sellers\u001b[2J.db'))
      expect(stdout).to.include('sellers?[2J.db cannot be used: there is no such file.')
      expect(stdout).not.to.include('\u001b')
    })

    it('is found to be no database', async () => {
      writeFileSync(file, 'canary '.repeat(1000))
      expect(await lines()).to.have.members([unusable(place, 'it is not a SQLite database')])
    })

    it('is found without its tables', async () => {
      writeFileSync(file, '')
      const reason = 'its table is missing; the application creates it with migrate()'
      expect(await lines()).to.have.members([unusable(place, reason)])
    })
  })

  describeOnOwnRedis('in Redis', () => {
    let server: RedisServer | undefined

    afterEach(async () => {
      await server?.stop()
      server = undefined
    })

    /** A server that is set up like this, and used before. */
    async function redis(
      args: string[],
      then: (run: (...command: string[]) => Promise<unknown>) => Promise<unknown> = async () => {},
    ): Promise<{ url: string; place: string; size(): Promise<unknown> }> {
      const started = await startRedis({ args })
      server = started
      const { url } = started
      const withClient = async <T>(
        work: (
          run: (...command: string[]) => Promise<unknown>,
          store: RedisTokenStore,
        ) => Promise<T>,
      ) => {
        const client = redisClient({ url })
        await client.connect()
        try {
          return await work(
            (...command) => client.sendCommand(command),
            new RedisTokenStore({ client }),
          )
        } finally {
          client.destroy()
        }
      }
      await withClient(async (run, store) => {
        await begin(store)
        await then(run)
      })
      const size = () => withClient((run) => run('DBSIZE'))
      return { url, place: `Redis at ${new URL(url).host}`, size }
    }

    it('is well, and is left as it was', async () => {
      const { url, place, size } = await redis([])
      const before = await size()
      expect((await visitStore(url)).linesOf('store')).to.have.members([
        `ok  ${place} can be written and read.`,
        `ok  ${place} keeps sellers across restarts.`,
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
      expect(await size()).to.equal(before)
    })

    it('does not open with other keys', async () => {
      const { url, place } = await redis([])
      const changes = { MERCADOPAGO_ENCRYPTION_KEYS: newKey }
      expect((await visitStore(url, changes)).linesOf('store')).to.include(wrongKeys(place))
    })

    const cases: [title: string, args: string[], what: string, todo: string][] = [
      [
        'keeps nothing on disk',
        ['--appendonly', 'no', '--save', ''],
        'The server keeps nothing on disk (appendonly no, no save points).',
        'Set appendonly yes.',
      ],
      [
        'evicts keys',
        ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
        'The server evicts keys when its memory is full (maxmemory-policy allkeys-lru).',
        'Set maxmemory-policy noeviction.',
      ],
    ]
    for (const [title, args, what, todo] of cases) {
      it(`is found when it ${title}`, async () => {
        const { url, place } = await redis(args)
        const { linesOf, exitCode } = await visitStore(url)
        expect(linesOf('store')).to.have.members([
          `ok  ${place} can be written and read.`,
          `fault  ${place}: ${what} Linked sellers can be lost. ${todo}`,
          `ok  The encryption keys decrypt the tokens in ${place}.`,
        ])
        expect(exitCode).to.equal(1)
      })
    }

    it('is found to be a replica', async () => {
      const { url, place } = await redis([], (run) => run('REPLICAOF', '127.0.0.1', '1'))
      expect((await visitStore(url)).linesOf('store')).to.have.members([
        unwritable(place, 'it is read-only'),
        `fault  ${place}: The server is a replica, which refuses writes. Linked sellers can be lost. Connect to the primary.`,
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
    })

    it('is not judged where it does not let itself be asked', async () => {
      const { url, place } = await redis([], (run) =>
        run('ACL', 'SETUSER', 'shop', 'on', '>canary', '~*', '+@all', '-info'),
      )
      const { linesOf, stdout } = await visitStore(url.replace('redis://', 'redis://shop:canary@'))
      expect(linesOf('store')).to.have.members([
        `ok  ${place} can be written and read.`,
        `unknown  ${place}: Whether the server evicts keys and keeps them on disk could not be checked: it forbids INFO. It is not known whether sellers survive a restart. Ask the operator of the server.`,
        `ok  The encryption keys decrypt the tokens in ${place}.`,
      ])
      expect(stdout).not.to.include('canary')
    })
  })

  describeOnMysql('in MariaDB', (mariadb) => {
    describe('with its tables', () => {
      let pool: mysql.Pool
      let place: string

      before(async () => {
        place = `MySQL at ${new URL(mariadb.url).host}`
        pool = mysql.createPool(mariadb.url)
        const store = new MysqlTokenStore({ pool })
        await store.migrate()
        await begin(store)
      })

      after(() => pool.end())

      /** The server with a setting changed, and changed back. */
      async function linesWith(setting: string, value: number): Promise<string[]> {
        const [[before]] = (await pool.query(`select @@global.${setting} as value`)) as unknown as [
          [{ value: number }],
        ]
        await pool.query(`set global ${setting} = ${value}`)
        try {
          return (await visitStore(mariadb.url)).linesOf('store')
        } finally {
          await pool.query(`set global ${setting} = ${before.value}`)
        }
      }

      const opens = () => `ok  The encryption keys decrypt the tokens in ${place}.`

      it('is well, and is left as it was', async () => {
        expect(await linesWith('innodb_flush_log_at_trx_commit', 1)).to.have.members([
          `ok  ${place} can be written and read.`,
          `ok  ${place} keeps sellers across restarts.`,
          opens(),
        ])
        const [rows] = await pool.query('select count(*) as count from mercadopago_sellers')
        expect(rows).to.deep.equal([{ count: 1 }])
      })

      it('is found to lose commits in a crash', async () => {
        expect(await linesWith('innodb_flush_log_at_trx_commit', 2)).to.have.members([
          `ok  ${place} can be written and read.`,
          `warning  ${place} runs with innodb_flush_log_at_trx_commit = 2. A crash loses the last commits. If a renewal is among them, its seller must link again. Set innodb_flush_log_at_trx_commit = 1.`,
          opens(),
        ])
      })
    })
  })

  describeOnPostgres('in PostgreSQL', (postgres) => {
    let place: string
    let name: string
    /** A test server may have it off, for speed. */
    let fsync: string[]

    before(async () => {
      const { host, pathname } = new URL(postgres.url)
      place = `PostgreSQL at ${host}`
      name = pathname.slice(1)
      fsync =
        (await query('show fsync'))[0]?.fsync === 'on'
          ? []
          : [
              `fault  ${place} runs with fsync off. A crash of its machine may damage the database beyond repair. Set fsync = on.`,
            ]
    })

    async function query(statement: string): Promise<Record<string, unknown>[]> {
      const options = '-c default_transaction_read_only=off'
      const client = new pg.Client({ connectionString: postgres.url, options })
      await client.connect()
      try {
        return (await client.query(statement)).rows
      } finally {
        await client.end()
      }
    }

    it('is found without its tables', async () => {
      const reason = 'its table is missing; the application creates it with migrate()'
      expect((await visitStore(postgres.url)).linesOf('store')).to.have.members([
        unusable(place, reason),
      ])
    })

    describe('with its tables', () => {
      before(async () => {
        const pool = new pg.Pool({ connectionString: postgres.url })
        const store = new PostgresTokenStore({ pool })
        await store.migrate()
        await begin(store)
        await pool.end()
      })

      const writes = () => `ok  ${place} can be written and read.`
      const opens = () => `ok  The encryption keys decrypt the tokens in ${place}.`

      it('is well but for what a test server leaves out, and is left as it was', async () => {
        const keeps = fsync.length > 0 ? fsync : [`ok  ${place} keeps sellers across restarts.`]
        expect((await visitStore(postgres.url)).linesOf('store')).to.have.members([
          writes(),
          ...keeps,
          opens(),
        ])
        expect(await query('select client_id from mercadopago_sellers')).to.deep.equal([
          { client_id: healthy.MERCADOPAGO_CLIENT_ID },
        ])
      })

      it('does not open with other keys', async () => {
        const changes = { MERCADOPAGO_ENCRYPTION_KEYS: newKey }
        const lines = (await visitStore(postgres.url, changes)).linesOf('store')
        expect(lines).to.include(wrongKeys(place))
      })

      it('is found with synchronous_commit off', async () => {
        await query(`alter database ${name} set synchronous_commit = off`)
        const lines = (await visitStore(postgres.url)).linesOf('store')
        await query(`alter database ${name} reset synchronous_commit`)
        expect(lines).to.have.members([
          writes(),
          ...fsync,
          `warning  ${place} runs with synchronous_commit off. A crash loses the last commits. If a renewal is among them, its seller must link again. Set synchronous_commit = on for the database or the user.`,
          opens(),
        ])
      })

      it('is found read-only', async () => {
        await query(`alter database ${name} set default_transaction_read_only = on`)
        const lines = (await visitStore(postgres.url)).linesOf('store')
        await query(`alter database ${name} reset default_transaction_read_only`)
        expect(lines).to.have.members([
          unwritable(place, 'it is read-only'),
          `fault  ${place} makes every transaction read-only. It refuses every write. Set default_transaction_read_only = off for the database and the user.`,
          ...fsync,
          opens(),
        ])
      })

      it('is found to be a standby server', async () => {
        // A real one takes a second server; it is known by this function alone.
        await query(`
          create schema standby;
          create function standby.pg_is_in_recovery() returns boolean return true;
          alter database ${name} set search_path = standby, pg_catalog, public`)
        const lines = (await visitStore(postgres.url)).linesOf('store')
        await query(`alter database ${name} reset search_path`)
        expect(lines).to.include(
          `fault  ${place} is a standby server, or still in recovery. It refuses every write. Connect to the primary.`,
        )
      })

      it('is found to refuse the password, which is not shown', async () => {
        const url = new URL(postgres.url)
        url.password = 'canary'
        const { linesOf, stdout } = await visitStore(url.href)
        expect(linesOf('store')).to.have.members([
          unusable(place, 'it rejects the user or the password'),
        ])
        expect(stdout).not.to.include('canary')
      })
    })
  })
})

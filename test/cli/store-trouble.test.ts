import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { freePort } from '../helpers/free-port.ts'
import { describeOnMysql } from '../helpers/mariadb-server.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { type Outcome, run } from './command-line.ts'

const noTable = 'its table is missing; the application creates it with migrate()'
const env = {
  MERCADOPAGO_CLIENT_ID: '42',
  MERCADOPAGO_ENCRYPTION_KEYS: randomBytes(32).toString('hex'),
}
const help = 'See mercadopago-oauth sellers list --help\n'

function list(store: string, ...options: string[]): Promise<Outcome> {
  return run(['sellers', 'list', ...options], { ...env, MERCADOPAGO_STORE: store })
}

function refused(sentence: string): Outcome {
  return { stdout: '', stderr: `${sentence}\n`, code: 1 }
}

describe('a store that cannot be used', function trouble() {
  withRealSockets()

  this.timeout(60_000)

  let file: SqliteFile

  beforeEach(() => {
    file = new SqliteFile()
  })

  afterEach(() => file.close())

  it('is asked for when there is none', async () => {
    expect(await list('')).to.deep.equal({
      stdout: '',
      stderr: `MERCADOPAGO_STORE is missing: set it, or give --store.\n${help}`,
      code: 2,
    })
  })

  it('is a file that is not there, and is not made', async () => {
    const path = join(file.folder, 'other.db')

    for (const store of [path, `file:${path}`, `file://${path}`]) {
      expect(await list(store)).to.deep.equal(
        refused(`SQLite file ${path} cannot be used: there is no such file.`),
      )
    }
  })

  it('is a file of something else', async () => {
    writeFileSync(file.path, 'Not a database. '.repeat(100))

    expect(await list(file.path)).to.deep.equal(
      refused(`SQLite file ${file.path} cannot be used: it is not a SQLite database.`),
    )
  })

  it('is a database without the table, and none is made', async () => {
    await file.client().execute('create table something (else_ text)')

    expect(await list(file.path)).to.deep.equal(
      refused(`SQLite file ${file.path} cannot be used: ${noTable}.`),
    )
    const { rows } = await file.client().execute('select name from sqlite_schema')
    expect(rows.map(({ name }) => name)).to.deep.equal(['something'])
  })

  for (const [kind, name] of [
    ['postgres', 'PostgreSQL'],
    ['mysql', 'MySQL'],
    ['redis', 'Redis'],
  ]) {
    it(`is a ${name} server that is not there, and the password is not shown`, async () => {
      const port = await freePort()

      expect(await list(`${kind}://user:CANARY@127.0.0.1:${port}/0`)).to.deep.equal(
        refused(`${name} at 127.0.0.1:${port} cannot be used: nothing listens on this port.`),
      )
    })

    it(`is a ${name} address with a password among the arguments`, async () => {
      const outcome = await run(
        ['sellers', 'list', '--store', `${kind}://user:CANARY@db.example/0`],
        env,
      )

      expect(outcome).to.deep.equal({
        stdout: '',
        stderr: `Everybody on this machine can read arguments. Set MERCADOPAGO_STORE instead for a store with a password.\n${help}`,
        code: 2,
      })
    })

    for (const password of ['CAN#RY', '12/CANARY', '12?CANARY', 'CANARY CANARY/']) {
      it(`is a ${name} address whose password ${password} is not encoded`, async () => {
        expect(await list(`${kind}://user:${password}@db.example/0`)).to.deep.equal({
          stdout: '',
          stderr: `The store is not a URL: a password in it must be percent-encoded.\n${help}`,
          code: 2,
        })
      })
    }
  }

  for (const store of ['mongodb://user:CANARY@db.example/shop', 'libsql://CANARY.example']) {
    it(`is none of the four: ${store}`, async () => {
      expect(await list(store)).to.deep.equal({
        stdout: '',
        stderr: `A store is postgres://…, mysql://…, redis://…, file:sellers.db or the path of a file.\n${help}`,
        code: 2,
      })
    })
  }

  it('is a server that accepts connections and says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo

    expect(await list(`postgres://user:CANARY@127.0.0.1:${port}/0`)).to.deep.equal(
      refused(
        `PostgreSQL at 127.0.0.1:${port} cannot be used: it did not respond in time, or wants a password.`,
      ),
    )
    silent.close()
  })

  it('is in memory', async () => {
    expect(await list(':memory:')).to.deep.equal({
      stdout: '',
      stderr: `A store in memory belongs to one process: name a file.\n${help}`,
      code: 2,
    })
  })
})

describeOnPostgres('PostgreSQL that cannot be used', (postgres) => {
  withRealSockets()

  const timeout = 60_000

  it('has no table, and none is made', async function noTables() {
    this.timeout(timeout)
    const { host } = new URL(postgres.url)

    expect(await list(postgres.url)).to.deep.equal(
      refused(`PostgreSQL at ${host} cannot be used: ${noTable}.`),
    )
    expect(await list(postgres.url, '--schema', 'another')).to.deep.equal(
      refused(`PostgreSQL at ${host} cannot be used: ${noTable}.`),
    )
  })

  it('refuses the password, which is not shown', async function password() {
    this.timeout(timeout)
    const url = new URL(postgres.url)
    url.password = 'CANARY'

    expect(await list(url.href)).to.deep.equal(
      refused(`PostgreSQL at ${url.host} cannot be used: it rejects the user or the password.`),
    )
  })

  it('has no such database', async function database() {
    this.timeout(timeout)
    const url = new URL(postgres.url)
    url.pathname = '/nowhere'

    expect(await list(url.href)).to.deep.equal(
      refused(`PostgreSQL at ${url.host} cannot be used: it has no such database.`),
    )
  })

  it('is called by a name that is none', async function name() {
    this.timeout(timeout)

    expect(await list(postgres.url, '--table', 'a b')).to.deep.equal({
      stdout: '',
      stderr: `--table must be one name of letters, digits and underscores.\n${help}`,
      code: 2,
    })
  })
})

describeOnMysql('MySQL that cannot be used', (mysql) => {
  withRealSockets()

  const timeout = 60_000

  it('has no table, and none is made', async function noTables() {
    this.timeout(timeout)
    const { host } = new URL(mysql.url)

    expect(await list(mysql.url)).to.deep.equal(
      refused(`MySQL at ${host} cannot be used: ${noTable}.`),
    )
  })

  it('has no such database, or the URL names none', async function database() {
    this.timeout(timeout)
    const url = new URL(mysql.url)

    for (const [pathname, trouble] of [
      ['/nowhere', 'it has no such database'],
      ['/', 'its address names no database'],
    ] as const) {
      url.pathname = pathname
      expect(await list(url.href)).to.deep.equal(
        refused(`MySQL at ${url.host} cannot be used: ${trouble}.`),
      )
    }
  })
})

describeOnOwnRedis('Redis that cannot be used', () => {
  withRealSockets()

  let redis: RedisServer

  before(async function start() {
    this.timeout(60_000)
    redis = await startRedis({ args: ['--requirepass', 'right'] })
  })

  after(() => redis.stop())

  it('refuses the password, which is not shown', async function password() {
    this.timeout(60_000)
    const url = new URL(redis.url)
    const sentence = `Redis at ${url.host} cannot be used: it rejects the user or the password.`

    expect(await list(url.href)).to.deep.equal(refused(sentence))
    url.password = 'CANARY'
    expect(await list(url.href)).to.deep.equal(refused(sentence))
    url.password = 'right'
    expect(await list(url.href)).to.include({
      stderr: '0 sellers: 0 linked, 0 overdue, 0 ended, 0 relink, 0 unreadable\n',
      code: 0,
    })
  })
})

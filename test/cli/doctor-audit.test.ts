import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { createClient, SellerTokens, TokenSet, type TokenStore } from 'mercadopago-oauth'
import type { Terminal } from 'mercadopago-oauth-cli'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { run } from './command-line.ts'
import { type Changes, healthy } from './doctor-visit.ts'
import { describeOnStores, openSqlite, type SellerStore } from './seller-stores.ts'

const main = resolve('packages/cli/dist/main.js')
const now = new Date('2026-11-27T12:00:00.000Z')
const dayMs = 24 * 60 * 60 * 1000
const key = healthy.MERCADOPAGO_ENCRYPTION_KEYS
const otherKey = 'OzjQZ39Cq3jS3qcx0b3m1xUIXbJ1p5hJH0yhs8WmVfE'

/** One response without what the test does not look at. */
interface PointResult {
  point: string
  verdict: string
  looked: string
  what: string
  why: string
  todo: string
}

const withoutProc = process.platform === 'linux' ? '' : ' (needs /proc: run it on Linux)'

describe('mercadopago-oauth doctor --audit', function doctorAudit() {
  withRealSockets()
  this.timeout(60_000)

  let sandbox: Sandbox

  before(async () => {
    sandbox = await createSandbox({
      applications: [{ redirectUris: [healthy.MERCADOPAGO_REDIRECT_URI] }],
    })
  })

  after(() => sandbox.close())

  async function audited(
    changes: Changes = {},
    terminal: Partial<Terminal> = {},
    args: readonly string[] = ['--sandbox', sandbox.url],
  ): Promise<{ results: PointResult[]; code: number | null }> {
    const env = { ...healthy, ...changes }
    const { stdout, code } = await run(['doctor', '--audit', '--json', ...args], env, {
      clock: () => now,
      nodeVersion: '24.1.0',
      ...terminal,
    })
    return { results: JSON.parse(stdout), code }
  }

  /** What is said of one point: `verdict  what`. */
  async function saidOf(
    point: string,
    changes: Changes = {},
    terminal: Partial<Terminal> = {},
    args?: readonly string[],
  ): Promise<string[]> {
    const { results: answers } = await audited(changes, terminal, args)
    const own = answers.filter((result) => result.point === point)
    expect(own, point).to.not.deep.equal([])
    return own.map(({ verdict, what }) => `${verdict}  ${what}`)
  }

  /** Links a seller on a day, with a key. */
  async function link(store: TokenStore, sellerId: string, at: Date, keys = [key]): Promise<void> {
    const sellers = new SellerTokens({
      client: createClient({
        clientId: healthy.MERCADOPAGO_CLIENT_ID,
        clientSecret: healthy.MERCADOPAGO_CLIENT_SECRET,
      }),
      store,
      encryptionKeys: keys,
      clock: () => at,
    })
    await sellers.link(
      new TokenSet({
        accessToken: `APP_USR-1-112712-${'a'.repeat(32)}-${sellerId}`,
        refreshToken: `TG-${'b'.repeat(24)}-${sellerId}`,
        expiresAt: new Date(at.getTime() + 180 * dayMs),
        scope: [],
        sellerId,
      }),
    )
  }

  function daysAgo(days: number): Date {
    return new Date(now.getTime() - days * dayMs)
  }

  it('reports each point: what was looked at, and what to do', async () => {
    const { results: answers } = await audited()

    expect([...new Set(answers.map(({ point }) => point))]).to.deep.equal([
      ...['tokens-at-rest', 'key-quality', 'key-place', 'key-age', 'provider-transport'],
      ...['store-transport', 'state-and-pkce', 'single-use', 'redaction', 'retention'],
      ...['revocation', 'secrets-elsewhere', 'node-release', 'package-versions'],
    ])
    for (const result of answers) {
      expect(Object.keys(result)).to.deep.equal([
        ...['point', 'verdict', 'looked', 'what', 'why', 'todo'],
      ])
      expect(result.looked, result.point).to.not.equal('')
      expect(result.todo === '', result.point).to.equal(result.verdict === 'ok')
    }
  })

  it('prints the same for people', async () => {
    const { stdout } = await run(['doctor', '--audit', '--sandbox', sandbox.url], healthy, {
      clock: () => now,
    })

    expect(stdout.split('\n')).to.include(
      'unknown  tokens-at-rest: It could not be looked at. No store is named. Name what is missing, and run this again. Looked at: the tokens of every stored record of this application, without a key.',
    )
  })

  it('never says ok of what it cannot look at', async () => {
    const nothing = Object.fromEntries(Object.keys(healthy).map((name) => [name, undefined]))
    const { results: answers, code } = await audited(nothing, { nodeVersion: '99.0.0' })

    const good = answers.filter(({ verdict }) => verdict === 'ok')
    // What the packages do holds whatever the settings are.
    expect(good.map(({ point }) => point)).to.deep.equal(['state-and-pkce'])
    expect(code).to.equal(3)
  })

  it('shows no secret', async () => {
    const store = await openSqlite()
    await link(store.store, '1', now)
    const { results: answers } = await audited({ MERCADOPAGO_STORE: store.url })
    await store.close()

    const shown = JSON.stringify(answers)
    const { MERCADOPAGO_CLIENT_ID: _id, MERCADOPAGO_REDIRECT_URI: _uri, ...secrets } = healthy
    for (const secret of Object.values(secrets)) expect(shown).to.not.include(secret)
    expect(shown).to.not.match(/APP_USR-\d|TG-[\da-f]{8}|v1\.[\w-]{8}\.[\w-]{16}/)
  })

  describe('ends with', () => {
    async function codeOf(changes: Changes, terminal: Partial<Terminal> = {}) {
      // The provider does not respond, and no other process of this machine has these secrets.
      const own = {
        MERCADOPAGO_CLIENT_SECRET: randomUUID(),
        MERCADOPAGO_COOKIE_SECRETS: randomUUID(),
        MERCADOPAGO_WEBHOOK_SECRET: randomUUID(),
        MERCADOPAGO_ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      }
      return (await audited({ ...own, ...changes }, terminal, offline)).code
    }
    const offline = ['--provider', 'wso2', '--base-url', 'https://127.0.0.1:1']
    const keyManager = { MERCADOPAGO_ENCRYPTION_KEYS: undefined }

    it('1, where there is a failure', async () => {
      expect(await codeOf({}, { nodeVersion: '18.0.0' })).to.equal(1)
    })

    it('3, where there is a warning and no failure', async () => {
      expect(await codeOf({})).to.equal(3)
    })

    it('4, where nothing is worse than unknown', async () => {
      expect(await codeOf(keyManager)).to.equal(4)
    })
  })

  describeOnStores('looks at a store', (open) => {
    let opened: SellerStore

    beforeEach(async function start() {
      this.timeout(60_000)
      opened = await open()
    })

    afterEach(() => opened.close())

    it('finds tokens that are not encrypted', async () => {
      const changes = { MERCADOPAGO_STORE: opened.url }
      expect(await saidOf('tokens-at-rest', changes)).to.deep.equal([
        'unknown  There are no records of this application.',
      ])
      await link(opened.store, '1', daysAgo(1))
      expect(await saidOf('tokens-at-rest', changes)).to.deep.equal([
        'ok  The tokens of all 1 records are encrypted.',
      ])
      for (const [sellerId, body] of Object.entries({
        '2': { v: 1, accessToken: 'APP_USR-1-112712-abc-2', refreshToken: null },
        '3': { v: 1, accessToken: 'plain', refreshToken: null },
      })) {
        const record = { clientId: healthy.MERCADOPAGO_CLIENT_ID, sellerId, generation: 1 }
        await opened.store.save(
          { ...record, dueAt: null, owner: null, linkedAt: now, body: JSON.stringify(body) },
          undefined,
        )
      }
      const first = { clientId: healthy.MERCADOPAGO_CLIENT_ID, sellerId: '1' }
      const good = await opened.store.get(first)
      const noted = { ...JSON.parse(good?.body ?? ''), note: `TG-${'b'.repeat(24)}-4` }
      await opened.store.save(
        {
          ...first,
          sellerId: '4',
          generation: 1,
          dueAt: null,
          owner: null,
          linkedAt: now,
          body: JSON.stringify(noted),
        },
        undefined,
      )
      expect(await saidOf('tokens-at-rest', changes)).to.deep.equal([
        'failure  3 of 4 records hold a token that is not encrypted.',
      ])
    })

    it('tries that an attempt is claimed once, and that a removed seller is gone', async () => {
      const changes = { MERCADOPAGO_STORE: opened.url }
      const { results: answers } = await audited(changes)

      const said = answers.map(({ point, verdict }) => [point, verdict])
      const isFile = opened.url.startsWith('file:')
      expect(said).to.deep.include(['single-use', isFile ? 'warning' : 'ok'])
      expect(said).to.deep.include(['retention', 'ok'])
      expect(await opened.store.list({ clientId: '~doctor', limit: 10 })).to.deep.equal([])
    })
  })

  describe('of stored records', () => {
    let opened: SellerStore

    beforeEach(async () => {
      opened = await openSqlite()
    })

    afterEach(() => opened.close())

    const caveat = 'sealing anew keeps its date, so the key may be younger, or unused for longer'

    it('says how old the key is, as far as records tell', async () => {
      const changes = { MERCADOPAGO_STORE: opened.url }
      expect(await saidOf('key-age', changes)).to.deep.equal(['unknown  No record is sealed.'])

      await link(opened.store, '1', daysAgo(365))
      await link(opened.store, '2', daysAgo(3))
      const [said = ''] = await saidOf('key-age', changes)
      expect(said.replace(/key [\w-]{8}/, 'key K')).to.equal(
        `ok  The oldest record sealed with the key K is 365 days old; ${caveat}.`,
      )

      await link(opened.store, '3', daysAgo(366))
      expect(await saidOf('key-age', changes)).to.satisfy(([one]: string[]) =>
        one?.startsWith('warning  The oldest record sealed'),
      )
    })

    it('warns of keys that were replaced and are still needed', async () => {
      await link(opened.store, '1', daysAgo(9))
      await link(opened.store, '2', daysAgo(2), [otherKey, key])

      const [said = ''] = await saidOf('key-age', { MERCADOPAGO_STORE: opened.url })
      expect(said.replace(/key [\w-]{8}/, 'key K')).to.equal(
        `warning  Records are sealed with 2 keys. The oldest record sealed with the key K is 2 days old; ${caveat}.`,
      )
    })

    it('warns of sellers who have had no working token for half a year', async () => {
      await link(opened.store, '1', daysAgo(359))
      await link(opened.store, '2', daysAgo(361))

      expect((await saidOf('retention', { MERCADOPAGO_STORE: opened.url }))[1]).to.equal(
        'warning  1 stored sellers have had no working access token for 180 days.',
      )
    })

    it('warns of a file that others can read', async () => {
      const changes = { MERCADOPAGO_STORE: opened.url }
      const path = opened.url.replace('file:', '')
      await chmod(path, 0o644)
      expect(await saidOf('store-transport', changes)).to.deep.equal([
        `warning  SQLite file ${path} can be read by other users of this machine.`,
      ])
      await chmod(path, 0o600)
      expect(await saidOf('store-transport', changes)).to.deep.equal([
        `ok  SQLite file ${path} needs no connection, and only its owner can read it.`,
      ])
    })
  })

  describe('judges the address of a store', () => {
    const at = (place: string) => `${place} at db.invalid`
    const without = (place: string) =>
      `failure  ${at(place)} is reached without TLS, says its address.`
    const verified = (place: string) => `ok  ${at(place)} is reached by TLS, says its address.`
    const unverified = (place: string) =>
      `warning  ${at(place)} is reached by TLS, but its address does not demand that its certificate is checked.`

    for (const [address, said] of [
      ['postgres://db.invalid/shop', without('PostgreSQL')],
      ['postgres://db.invalid/shop?sslmode=disable', without('PostgreSQL')],
      ['postgres://db.invalid/shop?ssl=true', verified('PostgreSQL')],
      ['postgres://db.invalid/shop?sslmode=require', unverified('PostgreSQL')],
      ['postgres://db.invalid/shop?sslmode=no-verify', unverified('PostgreSQL')],
      ['postgres://db.invalid/shop?sslmode=verify-full', verified('PostgreSQL')],
      ['postgres://127.0.0.1/shop', 'ok  PostgreSQL at 127.0.0.1 is on this machine.'],
      ['mysql://db.invalid/shop', without('MySQL')],
      ['mysql://db.invalid/shop?ssl={"rejectUnauthorized":false}', unverified('MySQL')],
      ['mysql://db.invalid/shop?ssl={"rejectUnauthorized":true}', verified('MySQL')],
      ['redis://db.invalid', without('Redis')],
      ['rediss://db.invalid', verified('Redis')],
      ['memory', 'unknown  No store is named that has an address.'],
      [undefined, 'unknown  No store is named that has an address.'],
    ] as const) {
      it(`${address}`, async () => {
        expect(await saidOf('store-transport', { MERCADOPAGO_STORE: address })).to.deep.equal([
          said,
        ])
      })
    }
  })

  it('finds a store in memory, where a callback can be used again', async () => {
    expect(await saidOf('single-use', { MERCADOPAGO_STORE: 'memory' })).to.deep.equal([
      'failure  The store is in memory.',
    ])
    expect(await saidOf('single-use')).to.deep.equal(['unknown  It could not be looked at.'])
  })

  describe('judges the way to the provider', () => {
    const point = 'provider-transport'

    it('by https', async () => {
      const args = ['--provider', 'wso2', '--base-url', 'https://127.0.0.1:1']
      expect(await saidOf(point, {}, {}, args)).to.deep.equal([
        'ok  The provider and the redirect URI are reached by https, and certificates are checked.',
      ])
    })

    it('by http, to a sandbox', async () => {
      expect(await saidOf(point)).to.deep.equal([
        `warning  ${sandbox.url}/authorization is plain http, on this machine.`,
        `warning  ${sandbox.url}/oauth/token is plain http, on this machine.`,
        `warning  ${sandbox.url}/users/me is plain http, on this machine.`,
      ])
    })

    it('of the browser, and without the check of certificates', async () => {
      const args = ['--provider', 'wso2', '--base-url', 'https://127.0.0.1:1']
      const changes = {
        MERCADOPAGO_REDIRECT_URI: 'http://shop.example/callback',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      }
      expect(await saidOf(point, changes, {}, args)).to.deep.equal([
        'failure  The redirect URI is not https.',
        'failure  NODE_TLS_REJECT_UNAUTHORIZED=0 disables the check of certificates.',
      ])
    })
  })

  it('asks the provider about PKCE', async () => {
    const always =
      'ok  The packages send a random state and an S256 challenge with each attempt, and check the state.'
    expect(await saidOf('state-and-pkce')).to.deep.equal([
      always,
      'ok  The application requires PKCE, which is always sent.',
    ])
    sandbox.application.pkce = 'off'
    const off = await saidOf('state-and-pkce')
    sandbox.application.pkce = 'required'
    expect(off).to.deep.equal([
      always,
      'failure  The consent page refuses a code challenge: PKCE is switched off for the application.',
    ])
  })

  it('judges the quality of keys as the doctor does', async () => {
    const weak = { MERCADOPAGO_ENCRYPTION_KEYS: '00'.repeat(32) }
    expect(await saidOf('key-quality', weak)).to.deep.equal([
      'failure  Key 1 of MERCADOPAGO_ENCRYPTION_KEYS is one byte 32 times, not random.',
    ])
    expect(await saidOf('key-quality')).to.deep.equal([
      'ok  MERCADOPAGO_ENCRYPTION_KEYS: one key of 32 random bytes.',
    ])
  })

  it('finds what makes Node print or expose secrets', async () => {
    const app = 'unknown  What the app itself writes to its logs cannot be seen from here.'
    expect(await saidOf('redaction')).to.deep.equal([app])
    const changes = {
      NODE_DEBUG: 'fs,http',
      NODE_OPTIONS: '--report-on-signal --inspect=0.0.0.0:9229',
    }
    expect(await saidOf('redaction', changes)).to.deep.equal([
      'failure  NODE_DEBUG makes Node print what it sends.',
      'warning  NODE_OPTIONS makes Node write diagnostic reports.',
      'failure  NODE_OPTIONS opens the inspector.',
      app,
    ])
    const excluded = { NODE_OPTIONS: '--report-on-signal --report-exclude-env' }
    expect(await saidOf('redaction', excluded)).to.deep.equal([app])
  })

  it('says that Mercado Pago documents no revocation, and looks at the webhook', async () => {
    const none =
      'unknown  This provider documents no address where an application can revoke tokens.'
    expect(await saidOf('revocation')).to.deep.equal([
      none,
      'ok  MERCADOPAGO_WEBHOOK_SECRET is set, and is not the client secret.',
    ])
    expect(await saidOf('revocation', { MERCADOPAGO_WEBHOOK_SECRET: undefined })).to.deep.equal([
      none,
      'warning  MERCADOPAGO_WEBHOOK_SECRET is missing.',
    ])
    const wso2 = ['--provider', 'wso2', '--base-url', 'https://127.0.0.1:1']
    expect(await saidOf('revocation', {}, {}, wso2)).to.deep.equal([
      'ok  "sellers unlink" and unlink() revoke the tokens at the provider.',
    ])
  })

  for (const [nodeVersion, said] of [
    ['20.20.2', 'failure  The life of Node 20.20.2 ended on 2026-04-30.'],
    ['22.20.0', 'ok  Node 22.20.0 gets security fixes until 2027-04-30.'],
    ['24.1.0', 'ok  Node 24.1.0 gets security fixes until 2028-04-30.'],
    ['99.0.0', 'unknown  The end of life of Node 99.0.0 is not known here.'],
  ] as const) {
    it(`knows the end of life of Node ${nodeVersion}`, async () => {
      expect(await saidOf('node-release', {}, { nodeVersion })).to.deep.equal([said])
    })
  }

  it('warns of an end of life 120 days before', async () => {
    const terminal = (iso: string) => ({ nodeVersion: '22.20.0', clock: () => new Date(iso) })
    const warning = ['warning  The life of Node 22.20.0 ends on 2027-04-30.']

    expect(await saidOf('node-release', {}, terminal('2027-01-01T00:00:00Z'))).to.deep.equal(
      warning,
    )
    expect(await saidOf('node-release', {}, terminal('2027-04-30T23:59:59Z'))).to.deep.equal(
      warning,
    )
    expect(await saidOf('node-release', {}, terminal('2027-05-01T00:00:00Z'))).to.deep.equal([
      'failure  The life of Node 22.20.0 ended on 2027-04-30.',
    ])
    expect(await saidOf('node-release', {}, terminal('2026-12-31T00:00:00Z'))).to.deep.equal([
      'ok  Node 22.20.0 gets security fixes until 2027-04-30.',
    ])
  })

  describe(`looks at other processes${withoutProc}`, () => {
    const secret = `canary-${randomUUID()}`
    const children: ChildProcess[] = []

    before(function onlyLinux() {
      if (withoutProc !== '') this.skip()
    })

    afterEach(async () => {
      for (const child of children.splice(0)) {
        const ended = once(child, 'exit')
        child.kill('SIGKILL')
        await ended
      }
    })

    /** A process that waits. */
    async function waiting(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
      const code = 'process.stdin.resume(); console.log("ready")'
      const child = spawn(process.execPath, ['-e', code, ...args], { env })
      children.push(child)
      await once(child.stdout, 'data')
    }

    async function found(): Promise<string[]> {
      const none = Object.fromEntries(Object.keys(healthy).map((name) => [name, undefined]))
      const changes = { ...none, MERCADOPAGO_CLIENT_SECRET: secret }
      const said = await saidOf('secrets-elsewhere', changes)
      // Other users' processes may be unreadable, and there is an "ok" only where all could be read.
      return said.filter((line) => /^(failure|warning)/.test(line))
    }

    it('finds a secret among their arguments', async () => {
      expect(await found()).to.deep.equal([])
      await waiting(['--', `--secret=${secret}`])

      expect(await found()).to.deep.equal([
        'failure  A secret is among the arguments of a process (node).',
      ])
    })

    it('finds a secret in their environment', async () => {
      await waiting([], { ANY_NAME: secret })

      expect(await found()).to.deep.equal([
        'warning  A secret is in the environment of a process (node).',
      ])
    })

    it('has nothing to look for without secrets', async () => {
      const none = Object.fromEntries(Object.keys(healthy).map((name) => [name, undefined]))
      expect(await saidOf('secrets-elsewhere', none)).to.deep.equal([
        'unknown  No secret was given.',
      ])
    })
  })

  describe('looks at the folder of the app', () => {
    let folder: string

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'audit-'))
    })

    afterEach(async () => {
      await rm(folder, { recursive: true })
    })

    async function saidThere(point: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
      const args = [main, 'doctor', '--audit', '--json', '--sandbox', sandbox.url]
      const { PATH } = process.env
      const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, ...env } })
      const results = JSON.parse(await text(child.stdout)) as PointResult[]
      return results
        .filter((result) => result.point === point)
        .map(({ verdict, what }) => `${verdict}  ${what}`)
    }

    it('says where the key is kept', async () => {
      expect(await saidThere('key-place')).to.deep.equal([
        'unknown  The key is neither in the environment nor in a .env file.',
      ])
      expect(await saidThere('key-place', { MERCADOPAGO_ENCRYPTION_KEYS: key })).to.deep.equal([
        'warning  The key comes from the environment.',
      ])

      const file = join(folder, '.env.local')
      await writeFile(join(folder, '.env'), 'OTHER=1\nMERCADOPAGO_ENCRYPTION_KEYS=\n')
      await writeFile(file, `A=1\nexport MERCADOPAGO_ENCRYPTION_KEYS=${key}\n`, { mode: 0o600 })
      expect(await saidThere('key-place')).to.deep.equal([
        'warning  The key is in the file .env.local.',
      ])
      await chmod(file, 0o644)
      expect(await saidThere('key-place')).to.deep.equal([
        'failure  The key is in the file .env.local, which other users of this machine can read.',
      ])
    })

    it('lists the packages that are installed', async () => {
      expect(await saidThere('package-versions')).to.deep.equal([
        'unknown  None of the packages is installed in the working folder.',
      ])
      for (const [name, version] of [
        ['mercadopago-oauth', '0.1.0'],
        ['koa-mercadopago', '0.1.3'],
        ['mercadopago', '3.6.1'],
      ] as const) {
        await mkdir(join(folder, 'node_modules', name), { recursive: true })
        const manifest = JSON.stringify({ name, version })
        await writeFile(join(folder, 'node_modules', name, 'package.json'), manifest)
      }
      const installed = 'unknown  Installed: koa-mercadopago 0.1.3, mercadopago-oauth 0.1.0.'
      expect(await saidThere('package-versions')).to.deep.equal([installed])

      const manifest = JSON.stringify({ version: '0.2.0' })
      await writeFile(join(folder, 'node_modules/mercadopago-oauth/package.json'), manifest)
      expect(await saidThere('package-versions')).to.deep.equal([
        'warning  The packages are of different release lines.',
        installed.replace('oauth 0.1.0', 'oauth 0.2.0'),
      ])
    })
  })
})

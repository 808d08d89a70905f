import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect } from 'chai'
import { createClient, SellerTokens, TokenSet } from 'mercadopago-oauth'
import { withRealSockets } from '../helpers/nock.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { json, TokenServer } from '../helpers/token-server.ts'
import { run } from './command-line.ts'
import { visit } from './doctor-visit.ts'
import { openSqlite, type SellerStore } from './seller-stores.ts'

/** C0, DEL, C1 (a control sequence in one character), bidi, a byte order mark, line ends, and a tag beyond U+FFFF. */
const hostile = '\u001b[2J\u007f\u009b2J\u202e\u2066\ufeff\n\u0085\u2028\u2029\u{e0041}é'
const escaped = String.raw`\u001b[2J\u007f\u009b2J\u202e\u2066\ufeff\n\u0085\u2028\u2029\udb40\udc41é`
const replaced = '?[2J??2J????????é'

describe('what mercadopago-oauth prints of text from elsewhere', () => {
  withRealSockets()

  const clientId = '42'
  const redirectUri = 'https://shop.example/callback'
  const sellerId = `5${hostile}`
  let place: SellerStore
  let env: NodeJS.ProcessEnv

  beforeEach(async () => {
    place = await openSqlite()
    env = {
      MERCADOPAGO_CLIENT_ID: clientId,
      MERCADOPAGO_CLIENT_SECRET: 'the-secret',
      MERCADOPAGO_ENCRYPTION_KEYS: randomBytes(32).toString('hex'),
      MERCADOPAGO_STORE: place.url,
    }
    await place.store.save(tokenRecord({ clientId, sellerId }), undefined)
    const client = createClient({ clientId, clientSecret: 'the-secret', redirectUri })
    const encryptionKeys = [env.MERCADOPAGO_ENCRYPTION_KEYS ?? '']
    await new SellerTokens({ client, store: place.store, encryptionKeys }).link(
      new TokenSet({
        accessToken: 'APP_USR-6',
        refreshToken: 'TG-6',
        expiresAt: new Date(Date.now() + 180 * 24 * 60 * 60 * 1000),
        scope: [],
        sellerId: '6',
      }),
      { owner: hostile },
    )
  })

  afterEach(() => place.close())

  it('is escaped in the JSON of sellers list, and stays the same value', async () => {
    const { stdout } = await run(['sellers', 'list', '--json'], env)

    expect(stdout).to.include(`"sellerId":"5${escaped}"`)
    expect(stdout).to.include(`"owner":"${escaped}"`)
    const [damaged, seller] = JSON.parse(stdout)
    expect(damaged).to.deep.equal({ sellerId, error: 'record_unreadable' })
    expect(seller).to.include({ sellerId: '6', owner: hostile })
  })

  it('cannot steer the terminal in sellers list', async () => {
    const { stdout } = await run(['sellers', 'list'], env)

    const [, damaged, seller, ...rest] = stdout.split('\n').map((row) => row.split(/ {2,}/))
    expect(damaged?.slice(0, 3)).to.deep.equal([`5${replaced}`, '-', 'record_unreadable'])
    expect(seller?.slice(0, 3)).to.deep.equal(['6', replaced, 'linked'])
    expect(rest).to.deep.equal([['']])
  })

  it('is safe in the failures of rewrap', async () => {
    const { stdout, stderr } = await run(['sellers', 'rewrap', '--json'], env)

    expect(stdout).to.include(`"failed":[{"sellerId":"5${escaped}"`)
    expect(JSON.parse(stdout).failed).to.deep.equal([{ sellerId, code: 'record_unreadable' }])
    expect(stderr).to.match(/^5\?\[2J\?\?2J\?{8}é {2}record_unreadable: /)
    expect(stderr.split('\n')).to.have.length(3)
  })

  it('is safe in the failures of renew', async () => {
    await place.store.delete({ clientId, sellerId: '6' })
    const { stdout, stderr } = await run(
      ['sellers', 'renew', '--due', '--within-days', '9999', '--json'],
      env,
    )

    expect(JSON.parse(stdout).failed).to.deep.equal([{ sellerId, code: 'record_unreadable' }])
    expect(stdout).to.include(escaped)
    expect(stderr).to.match(/^5\?\[2J\?\?2J\?{8}é {2}record_unreadable: /)
  })

  it('is safe in the question, and in the result, of unlink', async () => {
    // Core refuses control characters in an id.
    const odd = '5\u202e\u2028\ufeff\u{e0041}'
    await place.store.save(tokenRecord({ clientId, sellerId: odd }), undefined)
    const asked: string[] = []
    const terminal = {
      isInteractive: true,
      confirm: async (question: string) => {
        asked.push(question)
        return true
      },
    }

    const { stdout } = await run(['sellers', 'unlink', odd, '--json'], env, terminal)

    expect(asked).to.deep.equal(['Remove seller 5???? and its tokens?'])
    expect(stdout.trimEnd()).to.equal(
      String.raw`{"sellerId":"5\u202e\u2028\ufeff\udb40\udc41","revoked":false}`,
    )
  })

  it('is safe where it is the name of a file', async () => {
    const file = new SqliteFile()
    const store = join(file.folder, hostile)
    const sentence = `SQLite file ${join(file.folder, replaced)} cannot be used: there is no such file.`

    expect(await run(['sellers', 'list'], { ...env, MERCADOPAGO_STORE: store })).to.deep.equal({
      stdout: '',
      stderr: `${sentence}\n`,
      code: 1,
    })
    const { stdout } = await visit(['--json', '--sandbox', 'http://127.0.0.1:1'], {
      MERCADOPAGO_STORE: store,
    })
    file.close()
    expect(stdout).to.include(escaped)
    expect(JSON.parse(stdout).at(-1).what).to.equal(
      `SQLite file ${store} cannot be used: there is no such file.`,
    )
  })

  it('is safe in the profile of whoami', async () => {
    const server = await TokenServer.start()
    // Half of a surrogate pair is not even text.
    server.profile = json({ id: 4242, nickname: `${hostile}\ud800` })
    const given = { MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-1' }

    const { stdout } = await run(['whoami', '--sandbox', server.origin], given)
    const machine = await run(['whoami', '--sandbox', server.origin, '--json'], given)
    await server.stop()

    expect(stdout).to.include(`nickname  ${replaced}?\n`)
    expect(machine.stdout).to.include(`"nickname":"${escaped}\\ud800"`)
    expect(JSON.parse(machine.stdout).nickname).to.equal(`${hostile}\ud800`)
  })

  it('is safe where it is an argument', async () => {
    expect(await run(['pkce', '--method', hostile])).to.deep.equal({
      stdout: '',
      stderr: '--method must be S256 or plain.\nSee mercadopago-oauth pkce --help\n',
      code: 2,
    })
    expect((await run([hostile])).stderr).to.equal(
      'Unknown command.\nSee mercadopago-oauth --help\n',
    )
  })
})

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import {
  type Client,
  createClient,
  createPkcePair,
  type Provider,
  SellerTokens,
  sandboxProvider,
  TokenSet,
} from 'mercadopago-oauth'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { changedRecord, changeStored } from '../helpers/stored-seller.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { goodResponse, json, type Reply, TokenServer } from '../helpers/token-server.ts'
import { type Outcome, RunningCommand, run } from './command-line.ts'
import { CommandProcess } from './command-process.ts'
import { describeOnStores, openSqlite, type SellerStore } from './seller-stores.ts'

const redirectUri = 'https://shop.example/mp/callback'
const dayMs = 24 * 60 * 60 * 1000
const key = randomBytes(32).toString('base64')
const newKey = randomBytes(32).toString('base64')
const stopping = 'Stopping after the seller in progress. Press Ctrl-C again to end at once.'

interface Kept {
  sellerId: string
  linkedDaysAgo: number
  owner?: string
  /** Default: one. */
  refreshToken?: undefined
}

describeOnStores('sellers on the command line', (open) => {
  withRealSockets()

  // Each test starts some processes, which takes its time on a busy machine.
  const patience = 120_000

  let sandbox: Sandbox
  let place: SellerStore
  let env: NodeJS.ProcessEnv

  beforeEach(async function start() {
    this.timeout(patience)
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    place = await open()
    env = {
      MERCADOPAGO_CLIENT_ID: sandbox.application.clientId,
      MERCADOPAGO_CLIENT_SECRET: sandbox.application.clientSecret,
      MERCADOPAGO_ENCRYPTION_KEYS: key,
      MERCADOPAGO_STORE: place.url,
    }
  })

  afterEach(async () => {
    await place.close()
    await sandbox.close()
  })

  function client(clock = () => new Date()): Client {
    const { clientId, clientSecret } = sandbox.application
    const provider: Provider = sandboxProvider(sandbox.url)
    return createClient({ clientId, clientSecret, redirectUri, provider, clock })
  }

  function sellersWith(key: string, clock = () => new Date()): SellerTokens {
    const { store } = place
    return new SellerTokens({ client: client(clock), store, encryptionKeys: [key], clock })
  }

  /** Links a seller as the application did so many days ago. */
  async function link(seller: number, daysAgo = 0): Promise<void> {
    const clock = () => new Date(Date.now() - daysAgo * dayMs)
    const { codeVerifier, codeChallenge } = createPkcePair()
    const url = client().authorizationUrl({ state: 'state', codeChallenge })
    const code = new URL(await sandbox.approve(url, { seller })).searchParams.get('code') ?? ''
    const tokens = await client(clock).authorizationCodeGrant({ code, codeVerifier })
    await sellersWith(key, clock).link(tokens, { owner: `shop ${seller}` })
  }

  /** Keeps a seller whose token is valid for 180 days, as it was linked so many days ago. */
  async function keep(seller: Kept, now: Date): Promise<void> {
    const { sellerId, linkedDaysAgo, owner = 'shop' } = seller
    const linkedAt = new Date(now.getTime() - linkedDaysAgo * dayMs)
    const tokens = new TokenSet({
      accessToken: `APP_USR-${sellerId}`,
      expiresAt: new Date(linkedAt.getTime() + 180 * dayMs),
      scope: [],
      sellerId,
      ...('refreshToken' in seller ? {} : { refreshToken: `TG-${sellerId}` }),
    })
    await sellersWith(key, () => linkedAt).link(tokens, { owner })
  }

  it('lists how each link is doing, and never a token', async function list() {
    this.timeout(patience)
    const { MERCADOPAGO_CLIENT_SECRET: _, ...withoutSecret } = env
    const { clientId } = sandbox.application
    const now = new Date('2027-05-20T12:00:00.000Z')
    const today = { clock: () => now }
    await keep({ sellerId: '1', linkedDaysAgo: 10 }, now)
    await keep({ sellerId: '2', linkedDaysAgo: 157 }, now)
    await keep({ sellerId: '3', linkedDaysAgo: 183, owner: 'shop\u001b[2J' }, now)
    await keep({ sellerId: '4', linkedDaysAgo: 10, refreshToken: undefined }, now)
    for (const [sellerId, changes] of [
      ['5', { lostReason: 'revoked', dueAt: null }],
      ['6', { accessToken: 'CANARY not sealed' }],
      ['7', { expiresAt: 'CANARY no date' }],
    ] as const) {
      await keep({ sellerId, linkedDaysAgo: 10 }, now)
      await changeStored(place.store, { clientId, sellerId }, changes)
    }
    await place.store.save(tokenRecord({ clientId: 'another', sellerId: '8' }), undefined)

    const { stdout, ...rest } = await run(['sellers', 'list'], withoutSecret, today)

    const rows = stdout.split('\n').map((row) => row.split(/ {2,}/).slice(0, 4))
    expect(rest).to.deep.equal({
      stderr: '7 sellers: 2 linked, 1 overdue, 1 ended, 1 relink, 2 unreadable\n',
      code: 0,
    })
    expect(rows).to.deep.equal([
      ['seller', 'owner', 'state', 'ends'],
      ['1', 'shop', 'linked', '2027-11-06T12:00:00.000Z'],
      ['2', 'shop', 'overdue', '2027-06-12T12:00:00.000Z'],
      ['3', 'shop?[2J', 'ended', '2027-05-17T12:00:00.000Z'],
      ['4', 'shop', 'linked (cannot renew)', '2027-11-06T12:00:00.000Z'],
      ['5', 'shop', 'relink (revoked)', '2027-11-06T12:00:00.000Z'],
      ['6', '-', 'token_undecryptable', '-'],
      ['7', '-', 'record_unreadable', '-'],
      [''],
    ])
    const machine = await run(['sellers', 'list', '--json'], withoutSecret, today)
    const sellers = JSON.parse(machine.stdout)
    const due = await place.store.get({ clientId, sellerId: '3' })
    expect(sellers).to.have.length(7)
    expect(sellers[2]).to.deep.equal({
      sellerId: '3',
      owner: 'shop\u001b[2J',
      state: 'ended',
      lostReason: null,
      cannotRenew: false,
      expiresAt: '2027-05-17T12:00:00.000Z',
      dueAt: due?.dueAt?.toISOString(),
      linkedAt: '2026-11-18T12:00:00.000Z',
      renewedAt: null,
    })
    expect(sellers[3]).to.include({ state: 'linked', cannotRenew: true })
    expect(sellers[4]).to.include({ state: 'relink', lostReason: 'revoked' })
    expect(sellers.slice(5)).to.deep.equal([
      { sellerId: '6', error: 'token_undecryptable' },
      { sellerId: '7', error: 'record_unreadable' },
    ])
    for (const { stdout: shown } of [{ stdout }, machine]) {
      expect(shown).not.to.match(/APP_USR|TG-|CANARY/)
    }
  })

  it('lists those who must link again, or whose renewal is due', async function needs() {
    this.timeout(patience)
    const { clientId } = sandbox.application
    const now = new Date('2027-05-20T12:00:00.000Z')
    const today = { clock: () => now }
    await keep({ sellerId: '1', linkedDaysAgo: 10 }, now)
    await keep({ sellerId: '2', linkedDaysAgo: 170 }, now)
    await keep({ sellerId: '3', linkedDaysAgo: 10 }, now)
    const lost = { lostReason: 'revoked', dueAt: null }
    await changeStored(place.store, { clientId, sellerId: '3' }, lost)

    for (const [needs, sellerId] of [
      ['relink', '3'],
      ['renewal', '2'],
    ] as const) {
      const { stdout } = await run(['sellers', 'list', '--json', '--needs', needs], env, today)
      const ids = JSON.parse(stdout).map((seller: { sellerId: string }) => seller.sellerId)
      expect(ids).to.deep.equal([sellerId])
    }
    expect(await run(['sellers', 'list', '--needs', 'love'], env)).to.deep.equal({
      stdout: '',
      stderr: '--needs must be "relink" or "renewal".\nSee mercadopago-oauth sellers list --help\n',
      code: 2,
    })
  })

  describe('that are narrowed', () => {
    const now = new Date('2027-05-20T12:00:00.000Z')
    const today = { clock: () => now }

    beforeEach(async function some() {
      this.timeout(patience)
      const { clientId } = sandbox.application
      await keep({ sellerId: '1', linkedDaysAgo: 10, owner: 'ana' }, now)
      await keep({ sellerId: '2', linkedDaysAgo: 157, owner: 'ana' }, now)
      await keep({ sellerId: '3', linkedDaysAgo: 183, owner: 'ben' }, now)
      await keep({ sellerId: '4', linkedDaysAgo: 10, owner: 'ben' }, now)
      await keep({ sellerId: '5', linkedDaysAgo: 135, owner: 'ben' }, now)
      const lost = { lostReason: 'revoked', dueAt: null }
      await changeStored(place.store, { clientId, sellerId: '4' }, lost)
    })

    async function listed(...args: string[]): Promise<{ ids: string[]; summary: string }> {
      const { stdout, stderr } = await run(['sellers', 'list', '--json', ...args], env, today)
      const ids = JSON.parse(stdout).map((seller: { sellerId: string }) => seller.sellerId)
      return { ids, summary: stderr }
    }

    for (const [args, ids, summary] of [
      ['--status linked', ['1', '5'], '2 sellers: 2 linked, 0 overdue, 0 ended, 0 relink'],
      ['--status overdue', ['2'], '1 seller: 0 linked, 1 overdue, 0 ended, 0 relink'],
      ['--status ended', ['3'], '1 seller: 0 linked, 0 overdue, 1 ended, 0 relink'],
      ['--status relink', ['4'], '1 seller: 0 linked, 0 overdue, 0 ended, 1 relink'],
      ['--owner ana', ['1', '2'], '2 sellers: 1 linked, 1 overdue, 0 ended, 0 relink'],
      ['--owner an', [], '0 sellers: 0 linked, 0 overdue, 0 ended, 0 relink'],
      ['--due 0', ['2', '3'], '2 sellers: 0 linked, 1 overdue, 1 ended, 0 relink'],
      ['--due 20', ['2', '3', '5'], '3 sellers: 1 linked, 1 overdue, 1 ended, 0 relink'],
      ['--due 20 --owner ben', ['3', '5'], '2 sellers: 1 linked, 0 overdue, 1 ended, 0 relink'],
      ['--needs relink --owner ana', [], '0 sellers: 0 linked, 0 overdue, 0 ended, 0 relink'],
    ] as const) {
      it(`by ${args}`, async function narrowed() {
        this.timeout(patience)
        expect(await listed(...args.split(' '))).to.deep.equal({
          ids,
          summary: `${summary}, 0 unreadable\n`,
        })
      })
    }

    it('never without a word on records that cannot be read', async function unreadable() {
      this.timeout(patience)
      const { clientId } = sandbox.application
      await changeStored(place.store, { clientId, sellerId: '1' }, { expiresAt: 'CANARY' })

      expect(await listed('--status', 'unreadable')).to.deep.equal({
        ids: ['1'],
        summary: '1 seller: 0 linked, 0 overdue, 0 ended, 0 relink, 1 unreadable\n',
      })
      expect(await listed('--owner', 'ana')).to.deep.equal({
        ids: ['2'],
        summary:
          '1 seller: 0 linked, 1 overdue, 0 ended, 0 relink, 0 unreadable\n' +
          '1 record cannot be read, so it is not known whether the list should have more sellers: see --status unreadable.\n',
      })
      expect(await listed('--owner', 'ana', '--status', 'overdue')).to.deep.equal({
        ids: ['2'],
        summary: '1 seller: 0 linked, 1 overdue, 0 ended, 0 relink, 0 unreadable\n',
      })
    })
  })

  it('lists nobody with other keys', async function otherKeys() {
    this.timeout(patience)
    await keep({ sellerId: '1', linkedDaysAgo: 10 }, new Date())

    expect(
      await run(['sellers', 'list', '--json'], { ...env, MERCADOPAGO_ENCRYPTION_KEYS: newKey }),
    ).to.deep.equal({
      stdout: '',
      stderr:
        'MERCADOPAGO_ENCRYPTION_KEYS must include the key that sealed the stored tokens.\nSee mercadopago-oauth sellers list --help\n',
      code: 2,
    })
  })

  it('lists nobody as an empty array', async function nobody() {
    this.timeout(patience)

    // Keys that the application does not have must not become those of its store.
    const others = { ...env, MERCADOPAGO_ENCRYPTION_KEYS: newKey }
    const { stdout, code } = await run(['sellers', 'list', '--json'], others)

    expect({ value: JSON.parse(stdout), code }).to.deep.equal({ value: [], code: 0 })
    await sellersWith(key).checkKeys()
  })

  it('renews one, and refuses one that is not there', async function renew() {
    this.timeout(patience)
    const sellers = sellersWith(key)
    await link(700100001)
    const before = await sellers.status('700100001')

    const given = { ...env, MERCADOPAGO_SANDBOX: sandbox.url }
    const outcome = await run(['sellers', 'renew', '700100001'], given)
    const missing = await run(['sellers', 'renew', '42', '--sandbox', sandbox.url], env)

    const after = await sellers.status('700100001')
    expect(outcome).to.deep.equal({
      stdout: `renewed      700100001\nends         ${after?.expiresAt.toISOString()}\nrenewal due  ${after?.dueAt?.toISOString()}\n`,
      stderr: '',
      code: 0,
    })
    expect(after?.renewedAt).to.be.instanceOf(Date)
    expect(after?.expiresAt).to.be.greaterThan(before?.expiresAt ?? new Date())
    expect(missing).to.deep.equal({
      stdout: '',
      stderr:
        'reauthorization_required: No such seller is linked here. Check the seller id, the Client ID and the environment (not_linked).\n',
      code: 1,
    })
  })

  it('asks for the secret to unlink, because the provider may want it', async function secret() {
    this.timeout(patience)
    const { MERCADOPAGO_CLIENT_SECRET: _, ...others } = env

    expect(
      await run(['sellers', 'unlink', '700100001', '--yes', '--sandbox', sandbox.url], others),
    ).to.deep.equal({
      stdout: '',
      stderr:
        'MERCADOPAGO_CLIENT_SECRET is missing: set it, or run this on a terminal to be asked.\nSee mercadopago-oauth sellers unlink --help\n',
      code: 2,
    })
  })

  it('removes one only when that is confirmed', async function unlink() {
    this.timeout(patience)
    const sellers = sellersWith(key)
    await link(700100001)
    const unlink = ['sellers', 'unlink', '700100001', '--sandbox', sandbox.url]

    expect(await run(unlink, env)).to.deep.equal({
      stdout: '',
      stderr:
        'There is no terminal to ask on: give --yes to confirm.\nSee mercadopago-oauth sellers unlink --help\n',
      code: 2,
    })
    expect(await sellers.status('700100001')).to.include({ isLinked: true })
    expect(await run([...unlink, '--yes'], env)).to.deep.equal({
      stdout:
        'unlinked 700100001, here; the provider did not revoke the tokens, so they work until they expire\n',
      stderr: '',
      code: 0,
    })
    expect(await sellers.status('700100001')).to.equal(undefined)
    expect(await run([...unlink, '--yes'], env)).to.deep.equal({
      stdout: '',
      stderr: 'There is no such seller: nothing was removed.\n',
      code: 1,
    })
  })

  it('seals all with the first key, so that the other can be retired', async function rewrap() {
    this.timeout(patience)
    const sellers = sellersWith(key)
    await link(700100001)
    await link(700200002)
    const accessToken = await sellers.accessToken('700200002')
    const both = { ...env, MERCADOPAGO_ENCRYPTION_KEYS: `${newKey}, ${key}` }
    const only = { ...env, MERCADOPAGO_ENCRYPTION_KEYS: newKey }

    const early = await run(['sellers', 'rewrap'], only)
    const done = await run(['sellers', 'rewrap'], both)
    const again = await run(['sellers', 'rewrap', '--json'], only)

    expect(early).to.deep.equal({
      stdout: '',
      stderr:
        'MERCADOPAGO_ENCRYPTION_KEYS must include the key that sealed the stored tokens.\nSee mercadopago-oauth sellers rewrap --help\n',
      code: 2,
    })
    expect(done).to.deep.equal({
      stdout: 'rewrapped 2, unchanged 0, failed 0\n',
      stderr: '',
      code: 0,
    })
    expect({ ...again, stdout: JSON.parse(again.stdout) }).to.deep.equal({
      stdout: { rewrapped: 0, unchanged: 2, failed: [], interrupted: false },
      stderr: '',
      code: 0,
    })
    expect(await sellersWith(newKey).accessToken('700200002')).to.equal(accessToken)
  })

  // A refusal is waited out for 20 seconds, on every store alike.
  if (open !== openSqlite) return

  /** A refusal is waited out, and each time the wait may be told: the rest of what was said. */
  const withoutProgress = (outcome: Outcome) => ({
    ...outcome,
    stderr: outcome.stderr.replace(/^\d+ sellers?, [\d.]+ per second\n/gm, ''),
  })

  it('renews those that are due, with a line for each that failed', async function due() {
    this.timeout(patience)
    for (const seller of [700100001, 700200002, 700300003]) await link(seller, 170)
    await link(700400004)
    await sandbox.withdraw(700200002)
    const renew = ['sellers', 'renew', '--due', '--sandbox', sandbox.url]

    const { stdout, ...rest } = withoutProgress(await run([...renew, '--json'], env))

    expect(rest).to.deep.equal({
      stderr:
        '700200002  reauthorization_required: The seller has to link again: the provider refused the token. Check whether the seller withdrew the authorization, or another system used the refresh token (revoked).\n',
      code: 1,
    })
    expect(JSON.parse(stdout)).to.deep.equal({
      renewed: 2,
      failed: [{ sellerId: '700200002', code: 'reauthorization_required' }],
      interrupted: false,
    })
    const renewals = sandbox.requests.filter(({ grantType }) => grantType === 'refresh_token')
    expect(renewals).to.have.length(3)
    expect(await run(renew, env)).to.deep.equal({
      stdout: 'renewed 0, failed 0\n',
      stderr: '',
      code: 0,
    })
  })

  it('counts a seller whose rotation was lost among the failed', async function lost() {
    this.timeout(patience)
    await link(700100001, 170)
    const held = { clientId: sandbox.application.clientId, sellerId: '700100001' }
    const sealed = await place.store.get(held)
    // A machine renewed, and died before it could save what it got.
    await sellersWith(key).renew('700100001')
    const renewed = await place.store.get(held)
    if (sealed === undefined || renewed === undefined) throw new Error('not linked')
    await place.store.save({ ...sealed, generation: renewed.generation }, renewed.generation)
    await place.store.lease(held, 'dead machine', 1)

    const { stdout, ...rest } = withoutProgress(
      await run(['sellers', 'renew', '--due', '--json', '--sandbox', sandbox.url], env),
    )

    expect(rest).to.deep.equal({
      stderr:
        '700100001  reauthorization_required: The seller has to link again: a renewal was cut off before its tokens were saved, and the provider refused the older refresh token. Check what ended the process or the connection (rotation_lost).\n',
      code: 1,
    })
    expect(JSON.parse(stdout)).to.deep.equal({
      renewed: 0,
      failed: [{ sellerId: '700100001', code: 'reauthorization_required' }],
      interrupted: false,
    })
  })
})

describe('long work with sellers', function longWork() {
  withRealSockets()

  this.timeout(120_000)

  const count = 250
  let place: SellerStore
  let server: TokenServer
  let env: NodeJS.ProcessEnv
  const idOf = (index: number) => String(100_000 + index)

  beforeEach(async () => {
    place = await openSqlite()
    server = await TokenServer.start()
    env = {
      MERCADOPAGO_CLIENT_ID: '42',
      MERCADOPAGO_CLIENT_SECRET: 'the-secret',
      MERCADOPAGO_ENCRYPTION_KEYS: `${newKey},${key}`,
      MERCADOPAGO_STORE: place.url,
    }
  })

  afterEach(async () => {
    await place.close()
    await server.stop()
  })

  /** Linked 170 days ago, so that a renewal is due. */
  async function linkAll(many: number): Promise<void> {
    const clock = () => new Date(Date.now() - 170 * dayMs)
    const client = createClient({
      clientId: '42',
      clientSecret: 'the-secret',
      redirectUri,
      provider: server.provider,
      clock,
    })
    const sellers = new SellerTokens({ client, store: place.store, encryptionKeys: [key], clock })
    for (let index = 1; index <= many; index++) {
      const sellerId = idOf(index)
      await sellers.link(
        new TokenSet({
          accessToken: `APP_USR-${sellerId}`,
          refreshToken: `TG-${sellerId}`,
          expiresAt: new Date(Date.now() + 10 * dayMs),
          scope: [],
          sellerId,
        }),
      )
    }
  }

  it('tells how far a rewrap is, on stderr', async () => {
    await linkAll(count)

    const { stdout, stderr, code } = await run(['sellers', 'rewrap', '--json'], env)

    expect({ value: JSON.parse(stdout), code }).to.deep.equal({
      value: { rewrapped: count, unchanged: 0, failed: [], interrupted: false },
      code: 0,
    })
    const lines = stderr.split('\n').filter((line) => /^(100|200) /.test(line))
    expect(lines.map((line) => line.replace(/[\d.]+ per/, 'N per'))).to.deep.equal([
      '100 sellers, N per second',
      '200 sellers, N per second',
    ])
  })

  it('ends a rewrap after the seller at work when Ctrl-C is pressed, and nothing is half done', async () => {
    await linkAll(count)
    // The rewrap has to wait at this one.
    const held = { clientId: '42', sellerId: idOf(150) }
    expect(await place.store.lease(held, 'another', 60_000)).to.include({ state: 'leased' })
    const before = await place.store.get({ ...held, sellerId: idOf(149) })
    const command = new RunningCommand(['sellers', 'rewrap', '--json'], env)
    for (let now = before; now?.body === before?.body; await sleep(5)) {
      now = await place.store.get({ ...held, sellerId: idOf(149) })
    }

    command.interrupt()
    await command.said(stopping)
    await place.store.release(held, 'another')

    const { stdout, stderr, code } = await command.outcome
    const { rewrapped, ...others } = JSON.parse(stdout)
    // It may not have begun with the one that is held.
    expect(rewrapped).to.be.within(149, 150)
    expect({ others, code }).to.deep.equal({
      others: { unchanged: 0, failed: [], interrupted: true },
      code: 1,
    })
    expect(stderr).to.match(/\nStopped: run the command again for the others\.\n$/)
    const rest = await run(['sellers', 'rewrap', '--json'], env)
    expect(JSON.parse(rest.stdout)).to.include({
      rewrapped: count - rewrapped,
      unchanged: rewrapped,
    })
    const only = { ...env, MERCADOPAGO_ENCRYPTION_KEYS: newKey }
    expect(await run(['sellers', 'rewrap'], only)).to.include({
      stdout: `rewrapped 0, unchanged ${count}, failed 0\n`,
      code: 0,
    })
  })

  it('ends a sweep after the seller at work when Ctrl-C is pressed', async () => {
    await linkAll(3)
    let reply = () => {}
    const asked = new Promise<void>((resolve) => {
      server.reply = (response, request) => {
        reply = () => renewed(response, request)
        resolve()
      }
    })
    const sweep = ['sellers', 'renew', '--due', '--concurrency', '1', '--sandbox', server.origin]
    const command = new CommandProcess(sweep, env)

    await asked
    command.interrupt()
    await command.said(stopping)
    reply()

    expect(await command.outcome).to.deep.equal({
      stdout: 'renewed 1, failed 0\n',
      stderr: `${stopping}\nStopped: run the command again for the others.\n`,
      code: 1,
    })
    expect(server.forms).to.have.length(1)
    server.reply = renewed
    expect(await run(['sellers', 'renew', '--due', '--sandbox', server.origin], env)).to.include({
      stdout: 'renewed 2, failed 0\n',
      code: 0,
    })
  })

  it('names the seller whose tokens do not open, and seals the others', async () => {
    await linkAll(2)
    await place.store.save(
      changedRecord(tokenRecord({ clientId: '42', sellerId: '5' }), {
        accessToken: 'CANARY not sealed',
      }),
      undefined,
    )

    const { stdout, stderr, code } = await run(['sellers', 'rewrap'], env)

    expect({ stdout, stderr, code }).to.deep.equal({
      stdout: 'rewrapped 2, unchanged 0, failed 1\n',
      stderr:
        '5  token_undecryptable: A stored token cannot be decrypted with the configured keys. Check that "encryptionKeys" holds the key that keyId names; if it does, the record was changed or copied.\nKeep the other keys: some tokens still need them.\n',
      code: 1,
    })
  })
})

/** The caller's own pair of tokens. */
const renewed: Reply = (response, request) => {
  const id = /TG-(\d+)/.exec(request.body)?.[1]
  json({ ...goodResponse, user_id: Number(id), refresh_token: `TG-${id}-2` })(response, request)
}

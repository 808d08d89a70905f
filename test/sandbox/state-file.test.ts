import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSandbox, type Sandbox, type SandboxOptions } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  invalidGrant,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

const ana = 700100001

describe('createSandbox({ stateFile })', () => {
  const application = { redirectUris: [redirectUri] }
  let folder: string
  let stateFile: string
  let sandbox: Sandbox

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-state-'))
    stateFile = join(folder, 'state.json')
    sandbox = await createSandbox({ stateFile, applications: [application] })
  })

  afterEach(async () => {
    await sandbox.close()
    await rm(folder, { recursive: true })
  })

  /** Ends the sandbox without a chance to write, and starts another on its file. */
  async function crash(options: SandboxOptions = {}): Promise<void> {
    const left = await readFile(stateFile)
    await sandbox.close()
    await writeFile(stateFile, left)
    sandbox = await createSandbox({ stateFile, ...options })
  }

  function refresh(refresh_token: string): Promise<Response> {
    return postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
  }

  async function link(): Promise<{ access: string; refresh: string }> {
    const response = exchange(sandbox, await approvedCode(sandbox))
    const { access_token: access, refresh_token } = Object((await seen(response)).body)
    return { access, refresh: refresh_token }
  }

  async function profileStatus(accessToken: string): Promise<number> {
    const headers = { authorization: `Bearer ${accessToken}` }
    return (await fetch(sandbox.endpoints.userInfoEndpoint, { headers })).status
  }

  async function rejection(options: SandboxOptions): Promise<unknown> {
    return createSandbox(options).catch((error: unknown) => error)
  }

  it('keeps a code from consent to exchange', async () => {
    const code = await approvedCode(sandbox)
    await crash()

    expect((await exchange(sandbox, code)).status).to.equal(200)
    expect(await seen(exchange(sandbox, code))).to.deep.equal(invalidGrant)
  })

  it('keeps what a code is bound to', async () => {
    const code = await approvedCode(sandbox)
    await crash()

    const wrong = exchange(sandbox, code, { code_verifier: 'x'.repeat(43) })
    expect(await seen(wrong)).to.deep.equal(invalidGrant)
  })

  it('keeps tokens from exchange to renewal', async () => {
    const { access, refresh: token } = await link()
    await crash()

    expect(await profileStatus(access)).to.equal(200)
    const renewed = await tokenOf(refresh(token), 'refresh_token')
    await crash()
    expect(await seen(refresh(token))).to.deep.equal(invalidGrant)
    expect((await refresh(renewed)).status).to.equal(200)
  })

  it('keeps a consent that came by the page', async () => {
    const page = await (await fetch(authorizationUrl(sandbox))).text()
    const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
    const body = new URLSearchParams({ consent, seller: String(ana), decision: 'allow' })
    const url = `${sandbox.url}/authorization`
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
    await crash()

    expect((await exchange(sandbox, code)).status).to.equal(200)
  })

  it('keeps a rotation whose response was lost', async () => {
    const { refresh: token } = await link()
    sandbox.fail('token', 'reset_after')
    await refresh(token).catch(() => undefined)
    await crash()

    expect(await seen(refresh(token))).to.deep.equal(invalidGrant)
  })

  it('keeps lifetimes, by the clock that was moved', async () => {
    const { access } = await link()
    sandbox.clock.advance({ days: 179 })
    await fetch(`${sandbox.url}/sandbox/api/clear`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const before = sandbox.clock.now()
    await crash({ startAt: new Date('2001-01-01') })

    expect(sandbox.clock.now()).to.be.at.least(before)
    expect(await profileStatus(access)).to.equal(200)
    sandbox.clock.advance({ days: 1 })
    expect(await profileStatus(access)).to.equal(401)
  })

  it('tells a withdrawn refresh token from an unknown one', async () => {
    sandbox.switches.withdrawnGrant = 'unauthorized_client'
    const { refresh: token } = await link()
    await sandbox.withdraw(700100001)
    await crash()

    expect(Object((await seen(refresh(token))).body).error).to.equal('unauthorized_client')
  })

  it('keeps real time once the clock was reset', async () => {
    sandbox.clock.advance({ days: 730 })
    await crash()
    sandbox.clock.reset()
    const { access } = await link()
    await crash()

    expect(sandbox.clock.now().getTime() - Date.now()).to.be.within(-1_000, 1_000)
    expect(await profileStatus(access)).to.equal(200)
    sandbox.clock.advance({ days: 180 })
    expect(await profileStatus(access)).to.equal(401)
  })

  it('keeps connections and withdrawals', async () => {
    await sandbox.approve(authorizationUrl(sandbox))
    await sandbox.approve(authorizationUrl(sandbox), { seller: 700200002 })
    await sandbox.withdraw(700200002)
    const { connections } = sandbox.state()
    await crash()

    expect(connections).to.have.length(1)
    expect(sandbox.state().connections).to.deep.equal(connections)
  })

  it('keeps preferences, paid or not', async () => {
    const { access } = await link()
    const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' }
    const items = [{ title: 'Un libro', quantity: 1, unit_price: 10 }]
    for (const external_reference of ['a', 'b']) {
      const body = JSON.stringify({ items, external_reference })
      await fetch(`${sandbox.url}/checkout/preferences`, { method: 'POST', headers, body })
    }
    const [first] = sandbox.state().preferences
    const body = new URLSearchParams({ decision: 'pay' })
    const url = `${sandbox.url}/checkout/${first?.id}`
    await fetch(url, { method: 'POST', body, redirect: 'manual' })
    const { preferences } = sandbox.state()
    await crash()

    expect(preferences.map(({ paidAt }) => paidAt instanceof Date)).to.deep.equal([true, false])
    expect(sandbox.state().preferences).to.deep.equal(preferences)
    const read = fetch(`${sandbox.url}/checkout/preferences/${first?.id}`, { headers })
    expect((await seen(read)).body).to.deep.include({ items, external_reference: 'a' })
  })

  it('keeps orders and their idempotency keys', async () => {
    const { access } = await link()
    const headers = {
      authorization: `Bearer ${access}`,
      'content-type': 'application/json',
      'x-idempotency-key': 'key-1',
    }
    const items = [{ title: 'Un libro', quantity: 1, unit_price: '10.00' }]
    const order = { type: 'online', processing_mode: 'manual', total_amount: '10.00', items }
    const create = () =>
      seen(
        fetch(`${sandbox.url}/v1/orders`, { method: 'POST', headers, body: JSON.stringify(order) }),
      )
    const { id } = Object((await create()).body)
    const { orders } = sandbox.state()
    await crash()

    expect(orders.map((each) => each.id)).to.deep.equal([id])
    expect(sandbox.state().orders).to.deep.equal(orders)
    expect(Object((await create()).body).id).to.equal(id)
  })

  it('reads a file from before there were orders', async () => {
    await sandbox.close()
    const { orders, ...older } = JSON.parse(await readFile(stateFile, 'utf8'))
    await writeFile(stateFile, JSON.stringify(older))

    sandbox = await createSandbox({ stateFile })

    expect(orders).to.deep.equal([])
    expect(sandbox.state().orders).to.deep.equal([])
  })

  it('keeps applications with their secrets, and switches', async () => {
    const other = sandbox.addApplication({
      name: 'Otra',
      webhookUrl: 'http://127.0.0.1:9/hook?key=k',
      owner: {
        id: 5,
        nickname: 'OTRA',
        siteId: 'MLB',
        countryId: 'BR',
        registeredAt: new Date('2020-01-02'),
      },
    })
    sandbox.switches.tokenType = 'bearer'
    sandbox.application.redirectUris.push('https://feria.example/other')
    await approvedCode(sandbox)
    const [first] = sandbox.state().applications
    await crash()

    expect(sandbox.application.redirectUris).to.deep.equal(first?.redirectUris)
    expect(sandbox.switches.tokenType).to.equal('bearer')
    const { clientId: client_id, clientSecret: client_secret } = other
    const client = { client_id, client_secret, grant_type: 'client_credentials' }
    const { access_token, token_type } = Object((await seen(postToken(sandbox, client))).body)
    expect(token_type).to.equal('bearer')
    expect(sandbox.state().applications[1]).to.deep.include({ clientId: client_id, name: 'Otra' })
    const headers = { authorization: `Bearer ${access_token}` }
    const profile = await seen(fetch(sandbox.endpoints.userInfoEndpoint, { headers }))
    expect(profile.body).to.include({ registration_date: '2020-01-02T00:00:00.000Z' })
  })

  it('keeps when an application last called', async () => {
    const { access } = await link()
    sandbox.clock.advance({ days: 10 })
    expect(await profileStatus(access)).to.equal(200)
    // A call that changes nothing else is written with the next change.
    await sandbox.approve(authorizationUrl(sandbox), { seller: 700200002 })
    await crash({ switches: { inactivity: 'ends' } })

    sandbox.clock.advance({ days: 119 })
    // Ten days later than it would be by the consent alone.
    expect(await profileStatus(access)).to.equal(200)
    sandbox.clock.advance({ days: 10 })
    const { access: second } = await link()
    await crash()
    sandbox.clock.advance({ days: 120 })
    expect(await profileStatus(second)).to.equal(401)
  })

  describe('an option', () => {
    it('goes before the file, setting by setting', async () => {
      sandbox.switches.tokenType = 'bearer'
      sandbox.switches.denial = 'silent'
      sandbox.application.name = 'Feria Sur'
      sandbox.addApplication({ clientId: '42' })
      await sandbox.approve(authorizationUrl(sandbox))
      const redirectUris = ['http://localhost:3000/callback']

      await crash({ applications: [{ redirectUris }], switches: { denial: 'redirect' } })

      expect(sandbox.application).to.deep.include({ name: 'Feria Sur', redirectUris })
      expect(sandbox.switches).to.include({ tokenType: 'bearer', denial: 'redirect' })
      const ids = sandbox.state().applications.map(({ clientId }) => clientId)
      expect(ids).to.deep.equal(['4400123456789012', '42'])
    })
  })

  describe('the file', () => {
    it('is there from the start, for its owner alone, and beside it nothing', async () => {
      expect((await stat(stateFile)).mode & 0o777).to.equal(0o600)

      await chmod(stateFile, 0o644)
      await approvedCode(sandbox)

      expect((await stat(stateFile)).mode & 0o777).to.equal(0o600)
      expect(await readdir(folder)).to.deep.equal(['state.json'])
    })

    it('is put in place whole: a link where the draft goes is not followed', async () => {
      const elsewhere = join(folder, 'elsewhere')
      await writeFile(elsewhere, 'precious')
      await symlink(elsewhere, `${stateFile}.tmp`)

      await approvedCode(sandbox)

      expect(await readFile(elsewhere, 'utf8')).to.equal('precious')
      expect((await readdir(folder)).sort()).to.deep.equal(['elsewhere', 'state.json'])
    })

    it('holds everything that a response contained, however many requests are concurrent', async () => {
      const codes = await Promise.all(Array.from({ length: 40 }, () => approvedCode(sandbox)))
      const responses = codes.map((code) => tokenOf(exchange(sandbox, code), 'refresh_token'))
      // Each response is looked for in the file as it comes.
      const found = responses.map(async (response) => {
        const token = await response
        return (await readFile(stateFile, 'utf8')).includes(token)
      })

      expect(new Set(await Promise.all(found))).to.deep.equal(new Set([true]))
    })

    it('is not written when nothing has changed', async () => {
      await refresh('TG-unknown')
      const { ino } = await stat(stateFile)
      await refresh('TG-unknown')
      await postToken(sandbox, {})

      expect((await stat(stateFile)).ino).to.equal(ino)
    })

    it('responds with an error when it cannot be written, and is written later', async () => {
      const code = await approvedCode(sandbox)
      await mkdir(`${stateFile}.tmp`)
      await writeFile(join(`${stateFile}.tmp`, 'x'), '')

      const { status } = await exchange(sandbox, code)
      await rm(`${stateFile}.tmp`, { recursive: true })
      const { access } = await link()
      await crash()

      expect(status).to.equal(500)
      expect(await profileStatus(access)).to.equal(200)
    })

    for (const [what, content, reason] of [
      ['half of it', '{"format":1,"clockOff', 'it is not JSON'],
      ['nothing', '', 'it is not JSON'],
      ['another file', '[]', '"state" must be an object'],
      ['another format', '{"format":2}', '"state.format" must be 1'],
      [
        'a field of another type',
        '{"format":1,"clockOffsetMs":"0"}',
        '"state.clockOffsetMs" must be a number',
      ],
    ] as const) {
      it(`is refused and left alone when there is ${what} in it`, async () => {
        const damaged = join(folder, 'damaged.json')
        await writeFile(damaged, content)

        const error = await rejection({ stateFile: damaged })

        expect(error)
          .to.be.instanceOf(Error)
          .and.include({
            code: 'ERR_STATE_FILE',
            message: `the state file ${damaged} cannot be read: ${reason}. Mend it, or move it away to start anew`,
          })
        expect(await readFile(damaged, 'utf8')).to.equal(content)
      })
    }

    it('is refused where a single field was damaged, wherever it is', async () => {
      await link()
      await approvedCode(sandbox)
      const whole = JSON.parse(await readFile(stateFile, 'utf8'))
      const damaged = join(folder, 'damaged.json')
      const changes: [string, (state: typeof whole) => unknown][] = [
        ['switches.denial', (state) => Object.assign(state.switches, { denial: 'loud' })],
        ['pkce', (state) => Object.assign(state.applications[0], { pkce: 'x' })],
        ['state.connections', (state) => Object.assign(state, { connections: {} })],
        [
          'state.connections[0].since',
          (state) => Object.assign(state.connections[0], { since: 'x' }),
        ],
        ['state.ledger.codes[0].key', (state) => delete state.ledger.codes[0].key],
        [
          'state.ledger.refreshTokens[0].value.grant.userId',
          (state) => delete state.ledger.refreshTokens[0].value.grant.userId,
        ],
      ]

      const errors = []
      for (const [, change] of changes) {
        const state = structuredClone(whole)
        change(state)
        await writeFile(damaged, JSON.stringify(state))
        errors.push(String(await rejection({ stateFile: damaged })))
      }

      for (const [index, [name]] of changes.entries()) {
        expect(errors[index]).to.contain(`cannot be read: "${name}" must be `)
      }
    })

    it('is refused without a word of what is in it', async () => {
      const damaged = join(folder, 'damaged.json')
      await writeFile(damaged, '{"clientSecret":"hidden" oops')

      const error = await rejection({ stateFile: damaged })

      expect(String(error)).to.not.contain('hidden')
    })

    for (const [path, why] of [
      ['.', /cannot be read: EISDIR/],
      ['missing/state.json', /cannot be written: ENOENT$/],
    ] as const) {
      it(`is an error at the start where it cannot be: ${path}`, async () => {
        const error = await rejection({ stateFile: join(folder, path) })

        expect(error).to.include({ code: 'ERR_STATE_FILE' })
        expect(String(error)).to.match(why)
      })
    }

    it('must have a name', async () => {
      expect(await rejection({ stateFile: '' })).to.include({
        code: 'ERR_INVALID_ARG_VALUE',
        message: '"stateFile" must be the path of a file',
      })
    })
  })
})

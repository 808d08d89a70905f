import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createSandbox, defaultClientSecret, type Sandbox } from 'mercadopago-oauth-sandbox'
import { withRealSockets } from '../helpers/nock.ts'
import { json, TokenServer } from '../helpers/token-server.ts'
import { run } from './command-line.ts'

const redirectUri = 'https://shop.example/mp/callback'
const startAt = new Date('2026-11-21T12:00:00.000Z')

describe('tokens on the command line', () => {
  withRealSockets()

  let sandbox: Sandbox
  let folder: string
  let env: NodeJS.ProcessEnv

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }], startAt })
    folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-cli-'))
    env = {
      MERCADOPAGO_CLIENT_ID: sandbox.application.clientId,
      MERCADOPAGO_CLIENT_SECRET: sandbox.application.clientSecret,
      MERCADOPAGO_REDIRECT_URI: redirectUri,
    }
  })

  afterEach(async () => {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const at = (command: string, ...options: string[]) => [
    command,
    '--sandbox',
    sandbox.url,
    ...options,
  ]

  /** As a person would: the address, the consent, the code out of the browser's address bar. */
  async function consent(): Promise<NodeJS.ProcessEnv> {
    const { stdout } = await run(at('authorize-url', '--json'), env)
    const { authorizationUrl, state, codeVerifier } = JSON.parse(stdout)
    const { searchParams } = new URL(await sandbox.approve(authorizationUrl))
    expect(searchParams.get('state')).to.equal(state)
    return {
      ...env,
      MERCADOPAGO_CODE: searchParams.get('code') ?? '',
      MERCADOPAGO_CODE_VERIFIER: codeVerifier,
    }
  }

  async function linked(): Promise<{ accessToken: string; refreshToken: string }> {
    const { stdout } = await run(at('exchange', '--json', '--show-tokens'), await consent())
    return JSON.parse(stdout)
  }

  const grants = () => sandbox.requests.map(({ grantType, status }) => `${grantType} ${status}`)

  describe('exchange', () => {
    it('describes the tokens and shows none', async () => {
      const before = Date.now()
      const { stdout, ...rest } = await run(at('exchange'), await consent())

      expect(rest).to.deep.equal({ stderr: '', code: 0 })
      const [, ends = ''] =
        /^seller {9}700100001\nends {11}(\S+)\nscope {10}offline_access read write\nlive mode {6}yes\npublic key {5}APP_USR-[\da-f-]{36}\nrefresh token {2}yes\n$/.exec(
          stdout,
        ) ?? []
      const lifeMs = 180 * 24 * 60 * 60 * 1000
      expect(Date.parse(ends)).to.be.within(before + lifeMs, Date.now() + lifeMs)
    })

    it('prints them with --show-tokens, and they are those of the seller', async () => {
      const { accessToken, refreshToken } = await linked()

      expect(accessToken).to.match(/^APP_USR-\d+-\d{6}-[\da-f]{32}-700100001$/)
      expect(refreshToken).to.match(/^TG-[\da-f]+-700100001$/)
    })

    it('writes the whole response to a new file that only its owner may read', async () => {
      const out = join(folder, 'tokens.json')

      const { stdout, code } = await run(at('exchange', '--out', out), await consent())

      const { sellerId, expiresAt, response } = JSON.parse(readFileSync(out, 'utf8'))
      expect(code).to.equal(0)
      expect(sellerId).to.equal('700100001')
      expect(new Date(expiresAt).toISOString()).to.equal(expiresAt)
      expect(response).to.include({ token_type: 'Bearer', user_id: 700100001, live_mode: true })
      expect(response.access_token).to.match(/^APP_USR-/)
      expect(statSync(out).mode & 0o777).to.equal(0o600)
      expect(stdout).to.contain(`\nwritten to     ${out}\n`)
      expect(stdout).not.to.contain(response.access_token)
      expect(stdout).not.to.contain(response.refresh_token)
    })

    it('writes over no file, and spends no code for it', async () => {
      const out = join(folder, 'tokens.json')
      writeFileSync(out, 'mine')

      expect(await run(at('exchange', '--out', out), await consent())).to.deep.equal({
        stdout: '',
        stderr:
          'The file of --out already exists and is never overwritten.\nSee mercadopago-oauth exchange --help\n',
        code: 2,
      })
      expect(readFileSync(out, 'utf8')).to.equal('mine')
      expect(grants()).to.deep.equal([])
    })

    it('spends no code when the file cannot be made', async () => {
      const out = join(folder, 'none', 'tokens.json')

      const { stderr, code } = await run(at('exchange', '--out', out), await consent())

      expect(stderr).to.match(/^The file of --out cannot be created \(ENOENT\)\.\n/)
      expect(code).to.equal(2)
      expect(grants()).to.deep.equal([])
    })

    it('says why a used code is refused, and leaves no file', async () => {
      const spent = await consent()
      await run(at('exchange'), spent)

      expect(await run(at('exchange', '--out', join(folder, 'tokens.json')), spent)).to.deep.equal({
        stdout: '',
        stderr:
          'code_rejected: The token endpoint refused the code. Check that it is fresh (10 minutes at Mercado Pago) and used once, and that the redirect URI and the code verifier are those of the attempt (HTTP 400, invalid_grant).\n',
        code: 1,
      })
      expect(readdirSync(folder)).to.deep.equal([])
    })

    for (const variable of [
      'MERCADOPAGO_CLIENT_SECRET',
      'MERCADOPAGO_CODE',
      'MERCADOPAGO_CODE_VERIFIER',
    ]) {
      it(`says that ${variable} is missing where nobody can be asked`, async () => {
        const { [variable]: _missing, ...others } = await consent()

        expect(await run(at('exchange'), others)).to.deep.equal({
          stdout: '',
          stderr: `${variable} is missing: set it, or run this on a terminal to be asked.\nSee mercadopago-oauth exchange --help\n`,
          code: 2,
        })
      })
    }

    for (const [variable, end, what] of [
      ['MERCADOPAGO_CODE', '\n', 'ends with a line break'],
      ['MERCADOPAGO_CODE_VERIFIER', '\r\n', 'ends with a line break'],
      ['MERCADOPAGO_CLIENT_SECRET', ' ', 'ends with a blank'],
      ['MERCADOPAGO_CLIENT_ID', '\ufeff', 'ends with a byte order mark (BOM)'],
    ] as const) {
      it(`spends no code when ${variable} ${what}`, async () => {
        const given = await consent()

        expect(
          await run(at('exchange'), { ...given, [variable]: `${given[variable]}${end}` }),
        ).to.deep.equal({
          stdout: '',
          stderr: `${variable} ${what}: remove it.\nSee mercadopago-oauth exchange --help\n`,
          code: 2,
        })
        expect(grants()).to.deep.equal([])
      })
    }

    it('shows nothing of a verifier that is none', async () => {
      const given = { ...(await consent()), MERCADOPAGO_CODE_VERIFIER: 'CANARY' }

      expect(await run(at('exchange'), given)).to.deep.equal({
        stdout: '',
        stderr:
          'MERCADOPAGO_CODE_VERIFIER must be 43 to 128 characters of A-Z a-z 0-9 - . _ ~.\nSee mercadopago-oauth exchange --help\n',
        code: 2,
      })
    })
  })

  describe('refresh', () => {
    it('sends nothing unless it is told where the next token goes', async () => {
      const { refreshToken } = await linked()

      const outcome = await run(at('refresh'), { ...env, MERCADOPAGO_REFRESH_TOKEN: refreshToken })

      expect(outcome).to.deep.equal({
        stdout: '',
        stderr:
          'A refresh token works once. Give --out or --show-tokens, so that the next one is not lost.\nSee mercadopago-oauth refresh --help\n',
        code: 2,
      })
      expect(grants()).to.deep.equal(['authorization_code 200'])
    })

    it('keeps the next pair in the file, and the old token is spent', async () => {
      const { refreshToken } = await linked()
      const given = { ...env, MERCADOPAGO_REFRESH_TOKEN: refreshToken }
      const out = join(folder, 'next.json')

      const first = await run(at('refresh', '--json', '--out', out), given)
      const again = await run(at('refresh', '--show-tokens'), given)

      const { response } = JSON.parse(readFileSync(out, 'utf8'))
      expect(first.code).to.equal(0)
      const shown = JSON.parse(first.stdout)
      expect(shown).to.include({ sellerId: '700100001', hasRefreshToken: true, out })
      expect(shown).not.to.have.any.keys('accessToken', 'refreshToken', 'response')
      expect(response.refresh_token).to.match(/^TG-/).and.not.equal(refreshToken)
      expect(again).to.deep.equal({
        stdout: '',
        stderr:
          'reauthorization_required: The seller has to link again: the provider refused the token. Check whether the seller withdrew the authorization, or another system used the refresh token (revoked, HTTP 400, invalid_grant).\n',
        code: 1,
      })
    })
  })

  describe('client-credentials', () => {
    it('proves that the credentials are right', async () => {
      const { stdout, code } = await run(at('client-credentials', '--json'), env)

      expect(code).to.equal(0)
      expect(JSON.parse(stdout)).to.include({ hasRefreshToken: false })
      expect(stdout).not.to.contain('APP_USR-44')
    })

    it('says what to check when they are wrong', async () => {
      const wrong = { ...env, MERCADOPAGO_CLIENT_SECRET: 'CANARY' }

      const { stdout, stderr, code } = await run(at('client-credentials'), wrong)

      expect({ stdout, code }).to.deep.equal({ stdout: '', code: 1 })
      expect(stderr).to.match(
        /^client_rejected: The token endpoint refused the credentials: is this the Client Secret of this application, .* \(HTTP 40[01], invalid_client\)\.\n$/,
      )
    })
  })

  describe('whoami', () => {
    it('tells the account of an access token', async () => {
      const { accessToken } = await linked()

      const outcome = await run(at('whoami'), { MERCADOPAGO_ACCESS_TOKEN: accessToken })

      expect(outcome).to.deep.equal({
        stdout:
          'id        700100001\nname      Ana Benítez\nnickname  PANADERIA_ANA\nemail     ana@seller.example\ncountry   AR\nsite      MLA\n',
        stderr: '',
        code: 0,
      })
    })

    it('gives one JSON value with --json', async () => {
      const { accessToken } = await linked()

      const { stdout } = await run(at('whoami', '--json'), {
        MERCADOPAGO_ACCESS_TOKEN: accessToken,
      })

      expect(JSON.parse(stdout)).to.deep.equal({
        id: '700100001',
        displayName: 'Ana Benítez',
        nickname: 'PANADERIA_ANA',
        firstName: 'Ana',
        lastName: 'Benítez',
        email: 'ana@seller.example',
        photo: 'https://pictures.example/700100001.png',
        countryId: 'AR',
        siteId: 'MLA',
      })
    })

    it('says that a token is not accepted', async () => {
      expect(await run(at('whoami'), { MERCADOPAGO_ACCESS_TOKEN: 'CANARY' })).to.deep.equal({
        stdout: '',
        stderr:
          'The access token is not accepted. It has expired, was revoked, or belongs to another provider.\n',
        code: 1,
      })
    })
  })

  it('says what is not reachable', async () => {
    await sandbox.close()

    expect(await run(at('client-credentials'), env)).to.deep.equal({
      stdout: '',
      stderr:
        'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (ECONNREFUSED).\n',
      code: 1,
    })
  })

  it('shows no secret in whatever it prints, unless it is asked to', async () => {
    const given = await consent()
    const secrets = [defaultClientSecret, given.MERCADOPAGO_CODE, given.MERCADOPAGO_CODE_VERIFIER]
    const out = join(folder, 'tokens.json')
    const outcomes = [
      await run(at('exchange', '--out', out), given),
      await run(at('exchange', '--out', out), given),
      await run(at('exchange', '--json'), given),
    ]
    const { access_token, refresh_token } = JSON.parse(readFileSync(out, 'utf8')).response
    const held = {
      ...env,
      MERCADOPAGO_ACCESS_TOKEN: access_token,
      MERCADOPAGO_REFRESH_TOKEN: refresh_token,
    }
    outcomes.push(
      await run(at('whoami', '--json'), held),
      await run(at('refresh'), held),
      await run(at('refresh', '--out', join(folder, 'next.json')), held),
      await run(at('client-credentials'), held),
    )

    const printed = outcomes.map(({ stdout, stderr }) => stdout + stderr).join('')
    for (const secret of [...secrets, access_token, refresh_token]) {
      expect(printed).not.to.contain(secret)
    }
    expect(outcomes.map(({ code }) => code)).to.deep.equal([0, 2, 1, 0, 2, 0, 0])
  })
})

describe('tokens on the command line, from a server in trouble', () => {
  withRealSockets()

  let server: TokenServer
  let env: NodeJS.ProcessEnv

  beforeEach(async () => {
    server = await TokenServer.start()
    env = {
      MERCADOPAGO_CLIENT_ID: '42',
      MERCADOPAGO_CLIENT_SECRET: 'CANARY-client-secret',
      MERCADOPAGO_REFRESH_TOKEN: 'canary_refresh_token_without_digits_in_it',
    }
  })

  afterEach(() => server.stop())

  const refresh = () => ['refresh', '--show-tokens', '--sandbox', server.origin]

  it('says that a refresh token may be spent when its response is lost', async () => {
    server.reply = (response) => response.destroy()

    expect(await run(refresh(), env)).to.deep.equal({
      stdout: '',
      stderr:
        'upstream_unavailable: The provider cannot be reached or is failing. Check the connection to it (ECONNRESET). It may have received the refresh token, which then no longer works.\n',
      code: 1,
    })
    expect(server.forms).to.have.length(1)
  })

  it('shows nothing of a secret that the server sends back as its error code', async () => {
    server.reply = json({ error: env.MERCADOPAGO_REFRESH_TOKEN }, 400)

    expect(await run(refresh(), env)).to.deep.equal({
      stdout: '',
      stderr:
        'reauthorization_required: The seller has to link again: the provider refused the token. Check whether the seller withdrew the authorization, or another system used the refresh token (revoked, HTTP 400).\n',
      code: 1,
    })
  })

  it('lets nothing that the server sends move the cursor', async () => {
    server.profile = json({ id: 4242, nickname: 'TETE\u001b[2J\u202e\n4242' })
    const given = { MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-1' }

    expect(await run(['whoami', '--sandbox', server.origin], given)).to.deep.equal({
      stdout: 'id        4242\nname      TETE?[2J??4242\nnickname  TETE?[2J??4242\n',
      stderr: '',
      code: 0,
    })
  })
})

import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  createSandbox,
  type Sandbox,
  type SwitchName,
  switchTable,
} from 'mercadopago-oauth-sandbox'
import { freePort } from '../helpers/free-port.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { type Outcome, run } from './command-line.ts'
import { reportIn, WalkingPerson } from './walking-person.ts'

const redirectUri = 'https://feria.example/callback'
const httpRedirectUri = 'http://localhost:3000/callback'
const queryRedirectUri = `${redirectUri}?shop=5`
const secret = 'FeriaSandboxSecretNotARealSecret'
const notSeen = 'not seen'

/** What no walk sees, with the reason that the report gives. */
const outOfSight: Partial<Record<SwitchName, string>> = {
  consentingAccount:
    'Test users have no operators: the one who consents in a walk is the administrator of the account.',
  inactivity: 'It takes 120 days without a call.',
  orderErrorShape: 'A walk sells nothing.',
  orderRetry: 'A walk sells nothing.',
  orderUserId: 'A walk sells nothing.',
  ownerFee: 'A walk sells nothing.',
  rateLimitBody: 'A walk provokes no 429; it is seen when one comes by chance.',
  rememberedAccount: 'A walk uses private windows, which remember nobody.',
  retryAfter: 'A walk provokes no 429; it is seen when one comes by chance.',
}

/** What a walk through a sandbox in its default position sees. */
const usual: Record<string, string> = Object.fromEntries(
  Object.entries(switchTable).map(([name, { values }]) => [
    name,
    name in outOfSight ? notSeen : values[0],
  ]),
)

describe('mercadopago-oauth verify-live', function verifyLive() {
  withRealSockets()
  this.timeout(60_000)

  let sandbox: Sandbox
  let port: number
  let out: string

  beforeEach(async () => {
    port = await freePort()
    out = join(tmpdir(), `profile-${process.pid}-${port}.json`)
    sandbox = await createSandbox({
      applications: [
        {
          redirectUris: [redirectUri, httpRedirectUri, queryRedirectUri],
          webhookUrl: `http://127.0.0.1:${port}/hook`,
        },
      ],
    })
  })

  afterEach(async () => {
    await sandbox.close()
    await rm(out, { force: true })
  })

  function env(): Record<string, string> {
    return {
      MERCADOPAGO_CLIENT_ID: sandbox.application.clientId,
      MERCADOPAGO_CLIENT_SECRET: secret,
      MERCADOPAGO_REDIRECT_URI: redirectUri,
      MERCADOPAGO_WEBHOOK_SECRET: sandbox.application.webhookSecret,
    }
  }

  /** A walk with all that it can be given. */
  async function walk(person: WalkingPerson, args: readonly string[] = []): Promise<Outcome> {
    const all = ['--sandbox', sandbox.url, '--out', out, ...args]
    return await run(['verify-live', ...all], env(), person.terminal())
  }

  function everything(): string[] {
    return [
      ...['--port', String(port), '--notifications'],
      ...['--http-redirect-uri', httpRedirectUri, '--query-redirect-uri', queryRedirectUri],
    ]
  }

  async function switchesSeen(): Promise<unknown> {
    return (await reportIn(out)).switches
  }

  describe('names the position of', () => {
    for (const [name, { values }] of Object.entries(switchTable)) {
      if (name in outOfSight) continue
      for (const position of values) {
        it(`${name}, ${position}, and of no other switch another one`, async () => {
          Object.assign(sandbox.switches, { [name]: position })

          const { code } = await walk(new WalkingPerson(sandbox, { port }), everything())

          expect(await switchesSeen()).to.deep.equal({ ...usual, [name]: position })
          expect(code).to.equal(0)
        })
      }
    }

    for (const name of ['rateLimitBody', 'retryAfter'] as const) {
      for (const position of switchTable[name].values) {
        it(`${name}, ${position}, when a 429 comes by chance, which ends the walk`, async () => {
          Object.assign(sandbox.switches, { [name]: position })
          sandbox.fail('token', 'rate_limited')

          const { code } = await walk(new WalkingPerson(sandbox, { port }), everything())

          const { switches, stopped } = await reportIn(out)
          expect(Object(switches)[name]).to.equal(position)
          expect(stopped).to.deep.equal({
            step: 'link',
            why: 'Mercado Pago receives too many requests (HTTP 429): try again later.',
          })
          expect(code).to.equal(1)
        })
      }
    }
  })

  it('cannot tell a renewed test token where nothing marks one', async () => {
    Object.assign(sandbox.switches, { testTokenPrefix: 'APP_USR', testTokenLiveMode: 'true' })

    await walk(new WalkingPerson(sandbox, { port }), everything())

    expect(await switchesSeen()).to.deep.equal({
      ...usual,
      testTokenPrefix: 'APP_USR',
      testTokenLiveMode: 'true',
      testTokenRenewal: notSeen,
    })
  })

  it('writes when and where each position was seen, and why another was not', async () => {
    const startedAt = sandbox.clock.now()

    const { stdout } = await walk(new WalkingPerson(sandbox, { port }), everything())

    const report = await reportIn(out)
    expect(Object.keys(report)).to.deep.equal(
      'profile service startedAt complete stopped switches details steps'.split(' '),
    )
    expect(report).to.include({ profile: 1, complete: true, stopped: null })
    expect(report.service).to.deep.equal({
      authorizationEndpoint: sandbox.endpoints.authorizationEndpoint,
      tokenEndpoint: sandbox.endpoints.tokenEndpoint,
    })
    const { at, ...detail } = Object(report.details).expiredGrant
    expect(detail).to.deep.equal({
      step: 'expired-code',
      said: 'A code of 11 minutes is refused (invalid_grant).',
    })
    expect(new Date(at).getTime() - startedAt.getTime()).to.be.at.least(11 * 60_000)
    for (const [name, said] of Object.entries(outOfSight)) {
      expect(Object(report.details)[name]).to.deep.equal({ step: null, at: null, said })
    }
    expect(stdout).to.include('refreshToken                rotates')
    expect((await stat(out)).mode & 0o777).to.equal(0o600)
  })

  it('reports the reuse of a code, the withdrawal, and the signature', async () => {
    await walk(new WalkingPerson(sandbox, { port }), everything())

    const steps = Object((await reportIn(out)).steps) as { step: string; said: string }[]
    const said = Object.fromEntries(steps.map((step) => [step.step, step.said]))
    expect(said['code-reuse']).to.equal(
      'The used code was refused (invalid_grant). The access token was accepted before and accepted after.',
    )
    expect(said.withdrawal).to.equal(
      'After the withdrawal the access token is refused, and the refresh token is refused (invalid_grant).',
    )
    expect(said.notification).to.equal(
      'Its signature is genuine. A notification of the withdrawal came.',
    )
  })

  it('counts no notification that is not signed with the secret', async () => {
    sandbox.application.webhookSecret = 'that of somebody else'
    const secrets = { MERCADOPAGO_WEBHOOK_SECRET: 'FeriaSandboxWebhookSecretNotARealSecret' }
    const args = ['verify-live', '--sandbox', sandbox.url, '--out', out, ...everything()]
    const person = new WalkingPerson(sandbox, { port })

    await run(args, { ...env(), ...secrets }, person.terminal())

    const { switches, details } = await reportIn(out)
    const names = Object.keys(usual).filter((name) => name.startsWith('notification'))
    const unseen = Object.fromEntries(names.map((name) => [name, notSeen]))
    expect(switches).to.deep.equal({ ...usual, ...unseen })
    expect(Object(details).notificationUserId.said).to.match(
      /^\d+ notifications came that are not signed with MERCADOPAGO_WEBHOOK_SECRET\.$/,
    )
    expect(sandbox.notifications.every(({ status }) => status === 401)).to.equal(true)
  })

  it('asks before each step that may end a grant, and leaves it out when told to', async () => {
    const asked = /send|consents twice|OFF in the panel|renews the Client Secret|withdraws|repeat/
    const person = new WalkingPerson(sandbox, {
      port,
      answer: (question) => (asked.test(question) ? false : undefined),
    })

    const { code } = await walk(person, everything())

    const declined = 'This step was declined.'
    const { switches, details } = await reportIn(out)
    const names = ['refreshToken', 'secondConsent', 'unaskedVerifier', 'secretChange'].concat(
      ...['withdrawnGrant', 'notificationRetrySignature', 'notificationRetries'],
    )
    for (const name of names) expect(Object(details)[name].said, name).to.equal(declined)
    const left = Object.fromEntries(names.map((name) => [name, notSeen]))
    expect(switches).to.deep.equal({ ...usual, ...left })
    // Those of `renewal` and `test-token`, which end nothing.
    const renewals = sandbox.requests.filter(({ grantType }) => grantType === 'refresh_token')
    expect(renewals.map(({ status }) => status)).to.deep.equal([200, 200])
    expect(sandbox.state().connections).to.have.length(1)
    expect(code).to.equal(0)
  })

  it('shows no secret, and writes none', async () => {
    const person = new WalkingPerson(sandbox, { port })

    const { stdout } = await walk(person, [...everything(), '--json'])

    const [addresses, lines] = [true, false].map((isAddress) =>
      person.told.filter((line) => line.startsWith('http') === isAddress).join('\n'),
    )
    const shown = [stdout, await readFile(out, 'utf8'), lines, ...person.questions].join('\n')
    expect(shown).to.not.match(/APP_USR-\d|TEST-\d|TG-[\da-f]/)
    for (const one of [secret, 'another-secret', sandbox.application.webhookSecret]) {
      expect(shown).to.not.include(one)
    }
    expect(shown).to.not.include(sandbox.application.clientId)
    expect(addresses).to.not.match(/client_secret|TG-|APP_USR/)
    expect(JSON.parse(stdout)).to.deep.equal(await reportIn(out))
  })

  it('needs no listener: addresses are pasted', async () => {
    const { code } = await walk(new WalkingPerson(sandbox))

    const seen = Object.entries(usual).map(([name, position]) => {
      const isLeftOut =
        name.startsWith('notification') || name === 'plainHttpRedirect' || name === 'redirectQuery'
      return [name, isLeftOut ? notSeen : position]
    })
    expect(await switchesSeen()).to.deep.equal(Object.fromEntries(seen))
    expect(code).to.equal(0)
  })

  it('listens where a loopback redirect URI leads, which is plain http', async () => {
    const own = `http://localhost:${port}/callback`
    sandbox.application.redirectUris.push(own)

    await walk(new WalkingPerson(sandbox, { port }), ['--redirect-uri', own])

    expect(Object(await switchesSeen())).to.include({
      denial: 'redirect',
      plainHttpRedirect: 'accepted',
    })
  })

  describe('leaves a partial report that says so', () => {
    async function partial(person: WalkingPerson): Promise<unknown> {
      const { code } = await walk(person, everything())
      expect(code).to.equal(1)
      expect(person.told.at(-1)).to.equal(
        `The walk ended early: the report in ${out} says where, and is partial.`,
      )
      const { complete, stopped, switches, details } = await reportIn(out)
      expect(complete).to.equal(false)
      expect(Object(switches)).to.include({ denial: 'redirect', secondConsent: notSeen })
      expect(Object(details).secondConsent.said).to.equal('The walk ended before this.')
      return stopped
    }

    it('when the token endpoint fails', async () => {
      sandbox.fail('token', 'unavailable')

      expect(await partial(new WalkingPerson(sandbox, { port }))).to.deep.equal({
        step: 'link',
        why: 'The token endpoint responds with HTTP 503.',
      })
    })

    it('when the connection breaks', async () => {
      sandbox.fail('profile', 'reset_after')

      const { host } = new URL(sandbox.url)
      expect(await partial(new WalkingPerson(sandbox, { port }))).to.deep.equal({
        step: 'link',
        why: `${host} did not respond (response, ECONNRESET).`,
      })
    })

    it('when the person stops it, which is no reply to the question', async () => {
      let visits = 0
      const person = new WalkingPerson(sandbox, {
        port,
        answer: (question) => {
          if (/"Received"/.test(question)) visits += 1
          return visits === 5 ? 'stop' : undefined
        },
      })

      expect(await partial(person)).to.deep.equal({
        step: 'missing-challenge',
        why: 'You stopped it.',
      })
    })
  })

  it('ends where nobody may consent', async () => {
    sandbox.switches.consentingAccount = 'operator'

    const { code } = await walk(new WalkingPerson(sandbox, { port }), everything())

    expect(code).to.equal(1)
    expect((await reportIn(out)).stopped).to.deep.equal({
      step: 'link',
      why: 'No code came. The consent page showed an error page.',
    })
  })

  describe('refuses', () => {
    const usage = '\nSee mercadopago-oauth verify-live --help\n'

    it('the real service in CI, before anything is sent', async () => {
      const { err: _err, ...terminal } = new WalkingPerson(sandbox).terminal()
      const { stderr, code } = await run(
        ['verify-live', '--out', out],
        { ...env(), CI: 'true' },
        terminal,
      )

      expect({ stderr, code }).to.deep.equal({
        stderr: `verify-live never runs in CI against the real service (CI is set).${usage}`,
        code: 2,
      })
    })

    it('to run without a person', async () => {
      const { stderr, code } = await run(['verify-live', '--sandbox', sandbox.url], env())

      expect({ stderr, code }).to.deep.equal({
        stderr: `verify-live asks a person: run it on a terminal.${usage}`,
        code: 2,
      })
    })

    it('an application that is not for tests', async () => {
      const person = new WalkingPerson(sandbox, { port, answer: () => false })

      const { code } = await walk(person, everything())

      expect([code, person.told]).to.deep.equal([1, ['Nothing was done.']])
      expect(sandbox.requests).to.deep.equal([])
    })

    it('to overwrite a file', async () => {
      await writeFile(out, 'mine')
      const person = new WalkingPerson(sandbox, { port })

      expect((await walk(person, everything())).code).to.equal(2)
      expect(person.told[0]).to.equal('The file of --out already exists and is never overwritten.')
      expect(await readFile(out, 'utf8')).to.equal('mine')
    })

    it('notifications without a port, and a port that is none', async () => {
      for (const [args, sentence] of [
        [['--notifications'], '--notifications needs --port, where they arrive on this machine.'],
        [['--port', '0'], '--port must be a whole number from 1 to 65535.'],
        [['--port', '70000'], '--port must be a whole number from 1 to 65535.'],
      ] as const) {
        const person = new WalkingPerson(sandbox, { port })
        expect((await walk(person, args)).code).to.equal(2)
        expect(person.told[0]).to.equal(sentence)
      }
    })
  })

  describe('the profile that it writes', () => {
    it('sets the switches of a sandbox to what was seen', async () => {
      const positions = { refreshToken: 'reusable', denial: 'silent', tokenType: 'bearer' } as const
      Object.assign(sandbox.switches, positions)
      await walk(new WalkingPerson(sandbox, { port }), everything())

      const copy = await createSandbox({ profile: out })
      await copy.close()

      expect({ ...copy.switches }).to.deep.equal({ ...sandbox.switches })
    })

    it('is about every switch of the sandbox', async () => {
      expect(Object.keys(usual).sort()).to.deep.equal(Object.keys(switchTable).sort())
      const person = new WalkingPerson(sandbox, { port, answer: stopAtOnce })
      await walk(person, everything())

      expect(Object.keys(Object(await switchesSeen()))).to.deep.equal(Object.keys(switchTable))
    })

    function stopAtOnce(question: string): 'stop' | undefined {
      return /"Received"/.test(question) ? 'stop' : undefined
    }
  })

  it('has a file for each step, but for those that differ in one parameter', async () => {
    const files = await readdir('packages/cli/src/verify/steps')
    const page = await readFile('docs/verify-live.md', 'utf8')
    const together = ['platform', 'long-state', 'http-redirect', 'query-redirect']
    const names = files
      .map((file) => file.replace(/\.ts$/, ''))
      .flatMap((name) => (name === 'authorization-request' ? together : [name]))

    for (const name of names) expect(page).to.include(`\`${name}\``)
  })
})

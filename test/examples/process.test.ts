import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { readSettings } from 'example-feria/settings'
import { thrown } from '../helpers/errors.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { apps, createFolder, removeFolder, runApp, startApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const application = {
  MERCADOPAGO_CLIENT_ID: '1234567890',
  MERCADOPAGO_CLIENT_SECRET: 'canary-secret-of-32-characters-x',
  MERCADOPAGO_REDIRECT_URI: 'https://feria.example/back/from/mercadopago',
}

const ana = 700100001

const key = randomBytes(32).toString('base64')

/** What every app prints once it has looked for sellers to renew. */
const sweepLine = 'Sweep: 0 renewed, 0 failed'

const allThree =
  'MERCADOPAGO_CLIENT_ID, MERCADOPAGO_CLIENT_SECRET and MERCADOPAGO_REDIRECT_URI, or none of them to use the sandbox.'

for (const name of apps) {
  describe(`the process of ${name}`, function processOf() {
    this.timeout(60_000)
    withRealSockets()

    for (const variable of ['PORT', 'SANDBOX_PORT'] as const) {
      it(`ends with 1 and one sentence when ${variable} is taken`, async () => {
        const occupant = createServer().listen(0, '127.0.0.1')
        await once(occupant, 'listening')
        const { port } = occupant.address() as AddressInfo

        const outcome = await runApp(name, { [variable]: String(port) })
        occupant.close()

        expect(outcome).to.deep.equal({
          stdout: '',
          stderr: `Port ${port} is taken: set ${variable} to another one.\n`,
          code: 1,
        })
      })
    }

    it('ends with 1 and one sentence when PORT is no port', async () => {
      expect(await runApp(name, { PORT: '65536' })).to.deep.equal({
        stdout: '',
        stderr: 'PORT must be a number from 0 to 65535.\n',
        code: 1,
      })
    })

    it('goes to the real Mercado Pago when the environment names an application', async () => {
      const app = await startApp(name, { ...application, ENCRYPTION_KEYS: key })
      const visitor = await signedIn(app)
      const { body: home } = await visitor.get('/')
      const start = await visitor.get('/mercadopago/connect')
      const back = await fetch(`${app.url}/back/from/mercadopago?code=a&state=b`)
      const { stdout } = await app.end()

      const target = new URL(start.headers.get('location') ?? '')
      expect(target.origin).to.equal('https://auth.mercadopago.com')
      expect(target.searchParams.get('client_id')).to.equal('1234567890')
      expect(target.searchParams.get('redirect_uri')).to.equal(application.MERCADOPAGO_REDIRECT_URI)
      expect(home).to.contain('the real Mercado Pago').and.not.contain('canary-secret')
      expect(home).to.contain('href="https://feria.example/mercadopago/connect"')
      expect(back.status).to.equal(403)
      expect([...visitor.cookies.keys()].slice(0, 2)).to.deep.equal([
        '__Host-feria',
        '__Host-feria.sig',
      ])
      expect(stdout).to.equal(`Feria is ready: ${app.url} (the real Mercado Pago)\n${sweepLine}\n`)
    })

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`ends with 0 on ${signal}, whatever connections are open`, async () => {
        const app = await startApp(name)
        const agent = new Agent({ keepAlive: true })
        const [response] = await once(get(app.url, { agent }), 'response')
        await once(response.resume(), 'end')

        const { stdout, stderr, code } = await app.end(signal)
        agent.destroy()

        expect({ stdout, stderr, code }).to.deep.equal({
          stdout: `${app.readyLine}\n${sweepLine}\n`,
          stderr: '',
          code: 0,
        })
        expect(app.readyLine).to.match(
          /^Feria is ready: http:\/\/localhost:\d+ \(sandbox http:\/\/127\.0\.0\.1:\d+\)$/,
        )
      })
    }

    it('responds to requests that wait for a renewal before it ends', async () => {
      const shared = await SharedSandbox.start()
      const app = await shared.startApp(name, {})
      await shared.link(app, ana)
      const { arrived, release } = shared.holdRenewals()
      const pressed = press(app, ana, 'renew')
      await arrived

      const ended = app.end()
      release()
      const { status, location } = await pressed
      const { stdout, stderr, code } = await ended
      await shared.stop()

      expect({ stderr, code }).to.deep.equal({ stderr: '', code: 0 })
      expect({ status, location }).to.deep.equal({ status: 303, location: `/sellers/${ana}` })
      expect(stdout).to.contain(`Seller ${ana} is renewed\n`)
    })

    it('serves its stylesheet itself and lets pages load nothing from elsewhere', async () => {
      const app = await startApp(name)
      const home = await fetch(app.url)
      const sheet = await fetch(`${app.url}/feria.css`)
      await app.end()

      expect(home.headers.get('content-security-policy')).to.match(/^default-src 'self'; /)
      expect(home.headers.get('x-content-type-options')).to.equal('nosniff')
      expect(home.headers.get('referrer-policy')).to.equal('same-origin')
      expect(home.headers.get('x-powered-by')).to.equal(null)
      expect(home.headers.get('content-type')).to.equal('text/html; charset=utf-8')
      expect(sheet.headers.get('content-type')).to.equal('text/css; charset=utf-8')
      expect(await sheet.text()).to.contain('Pico CSS')
    })
  })
}

// Both apps read the environment by the same code.
describe('the environment of a sample app', function environment() {
  this.timeout(60_000)

  const sentences: Record<string, [env: NodeJS.ProcessEnv, sentence: string]> = {
    'a key that is none': [
      { ENCRYPTION_KEYS: `${key},canary` },
      'ENCRYPTION_KEYS cannot be used: "encryptionKeys" must each be 32 bytes in base64, base64url or hex.',
    ],
    'a PostgreSQL that is not there': [
      { DATABASE_URL: 'postgres://feria:canary@127.0.0.1:1/feria' },
      'DATABASE_URL: PostgreSQL at 127.0.0.1:1 cannot be used (ECONNREFUSED).',
    ],
    'a Redis that is not there': [
      { REDIS_URL: 'redis://feria:canary@127.0.0.1:1' },
      'REDIS_URL: Redis at 127.0.0.1:1 cannot be used (ECONNREFUSED).',
    ],
    'a sandbox that is not there': [
      { SANDBOX_URL: 'http://127.0.0.1:1' },
      'SANDBOX_URL: nothing responds at http://127.0.0.1:1. Start a sandbox with: npx mercadopago-oauth-sandbox --redirect-uri http://localhost:PORT/mercadopago/callback',
    ],
  }
  for (const [what, [env, sentence]] of Object.entries(sentences)) {
    it(`ends with 1 and one sentence for ${what}`, async () => {
      const { stdout, stderr, code } = await runApp('koa', env)

      expect({
        stdout,
        stderr: stderr.replace(/(?<=localhost:)\d{4,}(?=\/merc)/, 'PORT'),
        code,
      }).to.deep.equal({ stdout: '', stderr: `${sentence}\n`, code: 1 })
    })
  }

  it('ends with 1 and one sentence for a file that is a folder', async () => {
    const folder = createFolder()
    const place = join(folder, 'sellers')
    mkdirSync(place)
    const outcome = await runApp('koa', { SELLERS_FILE: place }, folder)
    removeFolder(folder)

    expect(outcome).to.deep.equal({
      stdout: '',
      stderr: `SELLERS_FILE: ${place} cannot be used (EISDIR).\n`,
      code: 1,
    })
  })

  it('ends with 1 and one sentence for a state of the sandbox that cannot be read', async () => {
    const folder = createFolder()
    const path = join(folder, 'sellers.sqlite.sandbox')
    writeFileSync(path, '{')
    const outcome = await runApp('koa', {}, folder)
    const left = readFileSync(path, 'utf8')
    removeFolder(folder)

    expect(outcome).to.deep.equal({
      stdout: '',
      stderr: `the state file ${path} cannot be read: it is not JSON. Mend it, or move it away to start anew\n`,
      code: 1,
    })
    expect(left).to.equal('{')
  })
})

// The process tests above show that a sentence which is thrown here ends the process.
describe('the settings of a sample app', () => {
  for (const variable of ['PORT', 'SANDBOX_PORT']) {
    it(`refuse a ${variable} that is no port`, () => {
      const { message } = thrown(() => readSettings({ [variable]: '65536' }), Error)

      expect(message).to.equal(`${variable} must be a number from 0 to 65535.`)
    })
  }

  for (const variable of Object.keys(application)) {
    it(`name ${variable} when only that one is missing`, () => {
      const { message } = thrown(() => readSettings({ ...application, [variable]: '' }), Error)

      expect(message).to.equal(`${variable} is missing: set ${allThree}`)
    })
  }

  const refused: Record<string, [env: NodeJS.ProcessEnv, sentence: string]> = {
    'the real Mercado Pago without keys': [
      application,
      `ENCRYPTION_KEYS is missing: the tokens of the real Mercado Pago are sealed with your own keys. Make one with node -e "console.log(require('node:crypto').randomBytes(32).toString('base64'))"`,
    ],
    'a Client Secret that was cut off': [
      { ...application, MERCADOPAGO_CLIENT_SECRET: 'canary' },
      'MERCADOPAGO_CLIENT_SECRET has fewer than 32 characters: copy the whole Client Secret from the panel.',
    ],
    'two stores': [
      { DATABASE_URL: 'postgres://localhost/feria', REDIS_URL: 'redis://localhost' },
      'DATABASE_URL and REDIS_URL are both set: keep the one where the sellers are.',
    ],
    'an interval that is none': [
      { LOOK_EVERY_MS: '0' },
      'LOOK_EVERY_MS must be a number of milliseconds from 100 to 60000.',
    ],
    'a checkout by something else': [
      { CHECKOUT_BY: 'payment' },
      'CHECKOUT_BY must be preference or order.',
    ],
    'a page to sign out without https': [
      { MERCADOPAGO_SIGN_OUT_URL: 'http://mercadopago.example' },
      'MERCADOPAGO_SIGN_OUT_URL must be a URL, such as https://mercadopago.example/sign-out.',
    ],
    'an address of another kind': [
      { DATABASE_URL: 'mysql://feria:canary@localhost/feria' },
      'DATABASE_URL must be a URL, such as postgres://user:password@localhost:5432/feria.',
    ],
    'a sandbox and the real Mercado Pago': [
      { ...application, ENCRYPTION_KEYS: key, SANDBOX_URL: 'http://127.0.0.1:4400' },
      'SANDBOX_URL means the sandbox: unset it to use the real Mercado Pago.',
    ],
    'a redirect URI that is not absolute': [
      { ...application, MERCADOPAGO_REDIRECT_URI: '/callback' },
      'MERCADOPAGO_REDIRECT_URI must be an absolute URL, such as https://feria.example/mercadopago/callback.',
    ],
    'an operator whose password could be guessed': [
      { OPERATOR_PASSWORD: 'short' },
      'OPERATOR_PASSWORD must have at least 16 characters.',
    ],
  }
  for (const [what, [env, sentence]] of Object.entries(refused)) {
    it(`refuse ${what}`, () => {
      expect(thrown(() => readSettings(env), Error).message).to.equal(sentence)
    })
  }
})

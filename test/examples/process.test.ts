import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { expect } from 'chai'
import { apps, runApp, startApp } from './sample-app.ts'

const application = {
  MERCADOPAGO_CLIENT_ID: '1234567890',
  MERCADOPAGO_CLIENT_SECRET: 'canary-secret',
  MERCADOPAGO_REDIRECT_URI: 'https://feria.example/back/from/mercadopago',
}

const allThree =
  'MERCADOPAGO_CLIENT_ID, MERCADOPAGO_CLIENT_SECRET and MERCADOPAGO_REDIRECT_URI, or none of them to use the sandbox.'

for (const name of apps) {
  describe(`the process of ${name}`, function processOf() {
    this.timeout(10_000)

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

      it(`ends with 1 and one sentence when ${variable} is no port`, async () => {
        expect(await runApp(name, { [variable]: '65536' })).to.deep.equal({
          stdout: '',
          stderr: `${variable} must be a number from 0 to 65535.\n`,
          code: 1,
        })
      })
    }

    for (const variable of Object.keys(application)) {
      it(`names ${variable} when only that one is missing`, async () => {
        expect(await runApp(name, { ...application, [variable]: '' })).to.deep.equal({
          stdout: '',
          stderr: `${variable} is missing: set ${allThree}\n`,
          code: 1,
        })
      })
    }

    it('refuses a redirect URI that is not absolute', async () => {
      const env = { ...application, MERCADOPAGO_REDIRECT_URI: '/callback' }

      expect(await runApp(name, env)).to.deep.equal({
        stdout: '',
        stderr:
          'MERCADOPAGO_REDIRECT_URI must be an absolute URL, such as https://feria.example/mercadopago/callback.\n',
        code: 1,
      })
    })

    it('goes to the real Mercado Pago when the environment names an application', async () => {
      const app = await startApp(name, application)
      const home = await (await fetch(app.url)).text()
      const start = await fetch(`${app.url}/mercadopago/connect`, { redirect: 'manual' })
      const back = await fetch(`${app.url}/back/from/mercadopago?code=a&state=b`)
      const { stdout } = await app.end()

      const target = new URL(start.headers.get('location') ?? '')
      expect(target.origin).to.equal('https://auth.mercadopago.com')
      expect(target.searchParams.get('client_id')).to.equal('1234567890')
      expect(target.searchParams.get('redirect_uri')).to.equal(application.MERCADOPAGO_REDIRECT_URI)
      expect(home).to.contain('the real Mercado Pago').and.not.contain('canary-secret')
      expect(home).to.contain('href="https://feria.example/mercadopago/connect"')
      expect(back.status).to.equal(403)
      expect(stdout).to.equal(`Feria is ready: ${app.url} (the real Mercado Pago)\n`)
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
          stdout: `${app.readyLine}\n`,
          stderr: '',
          code: 0,
        })
        expect(app.readyLine).to.match(
          /^Feria is ready: http:\/\/localhost:\d+ \(sandbox http:\/\/127\.0\.0\.1:\d+\)$/,
        )
      })
    }

    it('serves its stylesheet itself and lets pages load nothing from elsewhere', async () => {
      const app = await startApp(name)
      const home = await fetch(app.url)
      const sheet = await fetch(`${app.url}/feria.css`)
      await app.end()

      expect(home.headers.get('content-security-policy')).to.match(/^default-src 'self'; /)
      expect(home.headers.get('x-content-type-options')).to.equal('nosniff')
      expect(home.headers.get('referrer-policy')).to.equal('no-referrer')
      expect(home.headers.get('x-powered-by')).to.equal(null)
      expect(home.headers.get('content-type')).to.equal('text/html; charset=utf-8')
      expect(sheet.headers.get('content-type')).to.equal('text/css; charset=utf-8')
      expect(await sheet.text()).to.contain('Pico CSS')
    })
  })
}

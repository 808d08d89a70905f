import { expect } from 'chai'
import type { Browser } from '../helpers/browser.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { eventsOf } from './event-stream.ts'
import { apps, createFolder, removeFolder, type SampleApp, startApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const ana = 700100001
const env = { LOOK_EVERY_MS: '100' }

for (const name of apps) {
  describe(`${name} and the sandbox in its process`, function ownSandbox() {
    this.timeout(60_000)
    withRealSockets()
    let folder: string
    let app: SampleApp
    let visitor: Browser

    beforeEach(async () => {
      folder = createFolder()
      app = await startApp(name, env, folder)
      visitor = await signedIn(app)
    })
    afterEach(async () => {
      await app?.end()
      removeFolder(folder)
    })

    it('know each other again when both have been started anew', async () => {
      await link()
      await app.end()
      app = await startApp(name, env, folder)

      const renewed = await press(app, ana, 'renew')
      const again = await (await signedIn(app)).get(`/sellers/${ana}`)

      expect(renewed.status).to.equal(303)
      expect(again.body).to.contain('data-testid="renewed-at"')
      expect((await app.end()).stderr).to.equal('')
    })

    it('renew a seller automatically when the clock is moved to the due date', async () => {
      await link()
      const events = await eventsOf(app.url, visitor, ana)
      const first = await events.next()

      await ask('clock/advance', { days: 149 })
      await ask('clock/advance', { days: 2 })
      const message = await events.until('data-by="sweep"')
      await events.leave()

      expect(first).to.contain('180 days left')
      expect(message).to.contain('Access renewed automatically').and.contain('180 days left')
    })

    it('end an attempt after ten minutes of the clock', async () => {
      for (const [language, title] of [
        ['en', 'You took more than ten minutes'],
        ['es', 'Tardaste más de diez minutos'],
        ['pt', 'Você demorou mais de dez minutos'],
      ] as const) {
        await visitor.get(`/language/${language}`)
        const back = await consent()
        await ask('clock/advance', { minutes: 11 })

        const { status, body } = await visitor.get(back)

        expect(status).to.equal(403)
        expect(body).to.contain('>state_expired<').and.contain(`<h1>${title}</h1>`)
      }
    })

    async function link(): Promise<void> {
      const { status, headers } = await visitor.get(await consent())
      expect(status).to.equal(302)
      expect(headers.get('location')).to.equal(`/sellers/${ana}`)
    }

    /** The callback that a seller's consent leads to. */
    async function consent(): Promise<string> {
      const { headers } = await visitor.get('/mercadopago/connect')
      const authorizationUrl = headers.get('location')
      const { redirect } = await ask('approve', { authorizationUrl, seller: ana })
      return String(redirect)
    }

    async function ask(path: string, body: object): Promise<Record<string, unknown>> {
      const sandbox = /\(sandbox (\S+)\)/.exec(app.readyLine)?.[1]
      const response = await fetch(`${sandbox}/sandbox/api/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(response.status).to.equal(200)
      return (await response.json()) as Record<string, unknown>
    }
  })
}

describe('an app and a sandbox elsewhere', function sandboxElsewhere() {
  this.timeout(60_000)
  withRealSockets()

  it('use one clock', async () => {
    const shared = await SharedSandbox.start()
    const app = await shared.startApp('koa', env)
    await shared.link(app, ana)
    const events = await eventsOf(app.url, await signedIn(app), ana)

    shared.sandbox.clock.advance({ days: 151 })
    await events.until('data-by="sweep"')
    await events.leave()
    await app.end()
    await shared.stop()

    expect(shared.refreshes.map(({ status }) => status)).to.deep.equal([200])
  })
})

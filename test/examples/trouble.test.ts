import { join } from 'node:path'
import { createClient as openFile } from '@libsql/client'
import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnOwnRedis, startRedis } from '../helpers/redis-server.ts'
import { eventsOf } from './event-stream.ts'
import { textsOf } from './page-texts.ts'
import { createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { ownForm, signedIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002
const languages = ['en', 'es', 'pt'] as const

describeOnOwnRedis('a store that is away', function storeAway() {
  this.timeout(60_000)
  withRealSockets()

  for (const name of ['koa', 'express-passport']) {
    it(`is reported in each language, and is harmless once it is over (${name})`, async () => {
      const redis = await startRedis({ args: [] })
      const shared = await SharedSandbox.start()
      const app = await shared.startApp(name, { REDIS_URL: redis.url, LOOK_EVERY_MS: '100' })
      await shared.link(app, ana)
      const visitors = []
      for (const language of languages) visitors.push(await signedIn(app, undefined, language))
      const [visitor] = visitors
      if (visitor === undefined) throw new Error('nobody is there')
      const events = await eventsOf(app.url, visitor, ana)
      await events.next()

      const down = await redis.crash?.()
      const pages = []
      for (const each of visitors) pages.push(await each.get(`/sellers/${ana}`))
      const renewal = await press(app, ana, 'renew')
      await down?.restart()
      const again = await until200(() => visitor.get(`/sellers/${ana}`))
      await press(app, ana, 'renew')
      const renewed = await events.until('data-what="renewed"')
      await events.leave()
      const { stderr, code } = await app.end()
      await shared.stop()
      await redis?.stop()

      expect(pages.map(({ status }) => status)).to.deep.equal([503, 503, 503])
      expect(pages.map(({ body }) => codeOn(body))).to.deep.equal(
        new Array(3).fill('store_unavailable'),
      )
      expectNoWordTwice(pages.map(({ body }) => body))
      expect(renewal.status).to.equal(503)
      expect(again.body).to.contain('PANADERIA_ANA')
      expect(renewed).to.contain('data-by="hand"')
      expect(code).to.equal(0)
      // However often the sweep looked meanwhile.
      const sweeps = stderr.match(/Sweep: stopped by store_unavailable/g) ?? []
      expect(sweeps.length).to.be.at.most(1)
      expect(stderr.replace(/^(Feria failed|Sweep: stopped by).*\n/gm, '')).to.equal('')
    })
  }
})

describe('a token that no key opens', function foreignToken() {
  this.timeout(60_000)
  withRealSockets()

  it('has a page in each language, and leaves the page of another seller alone', async () => {
    const shared = await SharedSandbox.start()
    const folder = createFolder()
    const before = await shared.startApp('koa', {}, folder)
    for (const seller of [ana, joao]) await shared.link(before, seller)
    await before.end()
    await swapTokens(folder)

    const app = await shared.startApp('koa', {}, folder)
    const bodies = []
    for (const language of languages) bodies.push(await orderIn(app, language, ana))
    const home = await (await signedIn(app)).get('/')
    const other = await (await signedIn(app)).get(`/sellers/${joao}`)
    const { stderr } = await app.end()
    await shared.stop()
    removeFolder(folder)

    expect(bodies.map(codeOn)).to.deep.equal(new Array(3).fill('token_undecryptable'))
    expectNoWordTwice(bodies)
    // The list of a shop is not shown without one of its sellers.
    expect([home.status, codeOn(home.body)]).to.deep.equal([500, 'token_undecryptable'])
    expect(other.status).to.equal(200)
    expect(stderr).to.contain(`Seller ${ana} has a token that no key opens`)
    expect(stderr).not.to.match(/APP_USR-|TG-/)
  })

  /** Ana's record gets João's token, which is sealed for him. */
  async function swapTokens(folder: string): Promise<void> {
    const client = openFile({ url: `file:${join(folder, 'sellers.sqlite')}` })
    await client.execute({
      sql: `update mercadopago_sellers set body =
        (select body from mercadopago_sellers where seller_id = ?) where seller_id = ?`,
      args: [String(joao), String(ana)],
    })
    client.close()
  }
})

describe('a Mercado Pago that does not respond', function slow() {
  this.timeout(60_000)
  withRealSockets()

  it('is waited for, but not for ever, and has a page in each language', async () => {
    const shared = await SharedSandbox.start()
    const app = await shared.startApp('koa', {})
    await shared.link(app, ana)
    shared.sandbox.fail('token', 'slow', { delayMs: 60_000 })

    // At once: they wait for one renewal.
    const responses = await Promise.all(
      languages.map(async (language) => {
        const visitor = await signedIn(app, undefined, language)
        const form = { method: 'POST', headers: ownForm(app) }
        return await visitor.get(`/sellers/${ana}/renew`, form)
      }),
    )
    await shared.stop()
    const { code } = await app.end()

    expect(responses.map(({ status }) => status)).to.deep.equal([503, 503, 503])
    expect(responses.map(({ body }) => codeOn(body))).to.deep.equal(
      new Array(3).fill('upstream_timeout'),
    )
    expectNoWordTwice(responses.map(({ body }) => body))
    expect(code).to.equal(0)
  })
})

async function orderIn(app: SampleApp, language: string, seller: number): Promise<string> {
  const visitor = await signedIn(app, undefined, language)
  const key = '3f1f0f0c-5a0e-4b52-9f3c-0c6c8a5d2b11'
  const response = await visitor.get(`/sellers/${seller}/checkout`, {
    method: 'POST',
    headers: ownForm(app),
    body: new URLSearchParams({ item: 'Pan', price: '100', fee: '10', key }).toString(),
  })
  return response.body
}

/** The store's client reconnects automatically, at a time of its choice. */
async function until200<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const response = await ask()
    if (response.status === 200) return response
  }
}

function expectNoWordTwice([english = '', ...others]: readonly string[]): void {
  const texts = textsOf(english)
  for (const other of others) {
    expect(textsOf(other).filter((text) => texts.includes(text))).to.deep.equal([])
  }
}

function codeOn(html: string): string | undefined {
  return /data-testid="error-code">(\w+)</.exec(html)?.[1]
}

import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import {
  createAuthorizationFlow,
  createClient,
  MemoryTokenStore,
  SellerTokens,
  verifyNotification,
} from 'mercadopago-oauth'
import { adapters, type RunningApp } from '../helpers/adapters.ts'
import { application } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { signatureOver } from '../helpers/signed-delivery.ts'
import { changedRecord } from '../helpers/stored-seller.ts'
import { tokenRecord } from '../helpers/token-record.ts'
import { json, type Reply, TokenServer } from '../helpers/token-server.ts'
import { workMs } from './work.ts'

/** Milliseconds of work that no input within its limit may take. */
const mostMs = 50

const client = createClient(application)
const flow = createAuthorizationFlow({ client })

/** What makes patterns with two ways to match go back and forth, cut to a length. */
function hostile(length: number): Record<string, string> {
  const units = [
    'a',
    ' ',
    '\t',
    '=',
    ';',
    ',',
    '/',
    '.',
    '%',
    '%2',
    '%e2%82',
    '[',
    '&',
    '\\"',
    'a=;',
    '-',
  ]
  return Object.fromEntries(units.map((unit) => [JSON.stringify(unit), filled(unit, length)]))
}

function filled(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

/** Fails as the input deserves; only the time matters here. */
async function ended(run: () => unknown): Promise<void> {
  try {
    await run()
  } catch {}
}

describe('input that is as long as it may be', () => {
  for (const [name, text] of Object.entries(hostile(8_192))) {
    it(`J02: is read in time as the query of a callback, full of ${name}`, async () => {
      const queries = [text, `code=${text}`, `state=a&code=b&error_description=${text}`]
      const run = async () => {
        for (const query of queries) {
          await ended(() => flow.finish({ cookies: new CookieJar(), query: query.slice(0, 8_192) }))
        }
      }
      expect(await workMs(run)).to.be.below(mostMs)
    })

    it(`J02: is read in time as an address to return to, full of ${name}`, async () => {
      // Ten times what any server lets through.
      const returnTo = `/${filled(text, 160_000)}`
      expect(await workMs(() => flow.start({ cookies: new CookieJar(), returnTo }))).to.be.below(
        mostMs,
      )
    })

    it(`J02: is read in time as a cookie of ours, full of ${name}`, async () => {
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const { searchParams } = new URL(authorizationUrl)
      cookies.plant(cookies.only().name, filled(text, 16_384))
      const query = `code=TG-1&state=${searchParams.get('state')}`
      expect(await workMs(() => ended(() => flow.finish({ cookies, query })))).to.be.below(mostMs)
    })

    it(`J02: is read in time as a notification, full of ${name}`, async () => {
      const secret = 'a webhook secret'
      const ts = '1763726400000'
      const v1 = signatureOver({ id: null, requestId: null, ts }, secret)
      const body = filled(text, 65_536)
      const clock = () => new Date(Number(ts))
      const judged = (headers: Record<string, string>, query: string) =>
        ended(() => verifyNotification({ headers, query, body, secret, clock }))
      const run = async () => {
        await judged({ 'x-signature': filled(text, 16_384) }, '')
        await judged({ 'x-signature': `ts=${ts},v1=${v1}` }, filled(text, 16_384))
        await judged({ 'x-signature': `ts=${ts},v1=${v1}` }, '')
      }
      expect(await workMs(run)).to.be.below(mostMs)
    })
  }

  it('J02: is read in time as a stored token', async () => {
    const store = new MemoryTokenStore()
    const sellers = new SellerTokens({ client, store, encryptionKeys: [randomBytes(32)] })
    const { clientId } = client
    for (const [index, text] of Object.values(hostile(65_536)).entries()) {
      const key = { clientId, sellerId: String(index + 1) }
      const record = changedRecord(tokenRecord(key), { accessToken: `v1.${text}` })
      await store.save(record, undefined)
      expect(await workMs(() => ended(() => sellers.accessToken(key.sellerId)))).to.be.below(mostMs)
    }
    await sellers.close()
  })
})

describe('a response of the provider that is as long as it may be', () => {
  let server: TokenServer

  withRealSockets()
  before(async () => {
    server = await TokenServer.start()
  })
  after(() => server.stop())

  const asked = () => {
    const asking = createClient({ ...application, provider: server.provider })
    return ended(() => asking.refreshTokenGrant('TG-1'))
  }
  const good = { token_type: 'bearer', access_token: 'a', user_id: 1 }
  const members = ['access_token', 'scope', 'expires_in', 'user_id', 'token_type', 'error']

  for (const [name, text] of Object.entries(hostile(60_000))) {
    it(`J02: is read in time, full of ${name}`, async () => {
      const replies: Reply[] = members.map((member) =>
        json({ ...good, [member]: text.slice(0, 30_000) }),
      )
      const value = text.replaceAll('\t', ' ').slice(0, 12_000)
      const typed: Reply = (response) =>
        response
          .writeHead(400, { 'content-type': `application/${value}`, 'retry-after': '1' })
          .end(text)
      for (const reply of [...replies, typed]) {
        server.reply = reply
        expect(await workMs(asked)).to.be.below(mostMs)
      }
    })
  }

  it('J02: is read in time, nested as deep as it goes', async () => {
    server.reply = (response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('['.repeat(65_536))
    expect(await workMs(asked)).to.be.below(mostMs)
  })
})

for (const adapter of adapters) {
  describe(`request headers through ${adapter.name}`, () => {
    let app: RunningApp

    withRealSockets()
    before(async () => {
      app = await adapter.start(application)
    })
    after(() => app.stop())

    for (const name of ['cookie', 'forwarded', 'x-forwarded-for', 'x-forwarded-proto']) {
      it(`C13: ${name} of 15 KiB takes no time, whatever it is full of`, async () => {
        for (const text of Object.values(hostile(15_000))) {
          const headers = { [name]: `x${text.trim()}` }
          const run = async () => {
            for (const path of ['/connect', '/callback?code=TG-1&state=a']) {
              await (await fetch(`${app.origin}${path}`, { headers, redirect: 'manual' })).text()
            }
          }
          expect(await workMs(run)).to.be.below(mostMs)
        }
      })
    }
  })
}

import { createDecipheriv, hkdfSync } from 'node:crypto'
import { expect } from 'chai'
import {
  type AuthorizationFlow,
  type AuthorizationFlowOptions,
  codeChallenge,
  createAuthorizationFlow,
  createClient,
  StateError,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withoutNetwork } from '../helpers/nock.ts'
import { callback, countedTokenEndpoint, stateOf } from '../helpers/token-endpoint.ts'

const first = 'the first cookie secret, long enough'
const second = 'the second cookie secret, also long enough'

describe('attempt cookies', () => {
  withoutNetwork()

  let clock: MovableClock
  let requests: URLSearchParams[]
  beforeEach(() => {
    clock = new MovableClock()
    requests = countedTokenEndpoint()
  })

  function flowWith(
    options: Partial<AuthorizationFlowOptions> = {},
    redirectUri: string = application.redirectUri,
  ): AuthorizationFlow {
    const client = createClient({ ...application, redirectUri })
    return createAuthorizationFlow({ client, clock: clock.read, ...options })
  }

  /** Starts so many attempts, a second apart, and gives their callbacks. */
  function startMany(
    flow: AuthorizationFlow,
    cookies: CookieJar,
    count: number,
    context?: unknown,
  ) {
    return Array.from({ length: count }, () => {
      clock.advance(1)
      return callback(flow.start({ cookies, context }).authorizationUrl)
    })
  }

  async function refused(finish: Promise<unknown>): Promise<string> {
    return (await rejection(finish, StateError)).code
  }

  describe('attributes', () => {
    const secure = { httpOnly: true, sameSite: 'lax', path: '/', secure: true, maxAge: 600 }

    it('C06: belong to this host alone over https', () => {
      const cookies = new CookieJar()

      flowWith().start({ cookies })

      expect(cookies.written.map(({ attributes }) => attributes)).to.deep.equal([secure])
      expect(cookies.only().name).to.match(/^__Host-mp-[\w-]{8}-[\w-]{22}$/)
    })

    for (const redirectUri of [
      'http://localhost:3000/cb',
      'http://127.0.0.1:3000/cb',
      'http://[::1]:3000/cb',
    ]) {
      it(`C06: do without Secure and its prefix for ${redirectUri}`, () => {
        const cookies = new CookieJar()

        flowWith({}, redirectUri).start({ cookies })

        expect(cookies.written.map(({ attributes }) => attributes)).to.deep.equal([
          { ...secure, secure: false },
        ])
        expect(cookies.only().name).to.match(/^mp-[\w-]{8}-[\w-]{22}$/)
      })
    }

    it('C06: are the same when the cookie only says that its attempt ended, and when it is deleted', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const { name } = cookies.only()
      const query = callback(authorizationUrl)

      clock.advance(1)
      await flow.finish({ cookies, query })
      expect(cookies.written.at(-1)).to.deep.include({
        name,
        attributes: { ...secure, maxAge: 599 },
      })

      clock.advance(599)
      expect(await refused(flow.finish({ cookies, query }))).to.equal('state_expired')
      expect(cookies.deleted).to.deep.equal([{ name, attributes: secure }])
    })

    it('C06: cannot be changed by writing the cookie', () => {
      const cookies = new CookieJar()
      flowWith().start({ cookies })

      expect(Object.isFrozen(cookies.written[0]?.attributes)).to.equal(true)
    })

    it('C06: use only characters that a cookie may hold', () => {
      const cookies = new CookieJar()

      flowWith().start({ cookies, context: { text: 'ñ;, "' } })

      expect(cookies.only().value).to.match(/^[\w-]+$/)
    })
  })

  describe('content', () => {
    it('C10: shows nothing of what is sealed, in plain, base64 or hex', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({
        cookies,
        user: 'canary-user',
        returnTo: '/canary-return',
        context: { note: 'canary-context' },
      })
      const { name, value } = cookies.only()

      const query = callback(authorizationUrl)
      await flow.finish({ cookies, user: 'canary-user', query })

      const verifier = requests[0]?.get('code_verifier') ?? ''
      expect(verifier).to.have.length(43)
      const bytes = Buffer.from(value, 'base64url')
      const shown = [name, value, bytes.toString('latin1'), bytes.toString('hex')].join('\n')
      const secrets = [verifier, stateOf(authorizationUrl), 'canary', application.clientSecret]
      for (const secret of secrets) {
        const forms = ['latin1', 'base64', 'base64url', 'hex'] as const
        for (const form of forms) {
          expect(shown).to.not.include(Buffer.from(secret).toString(form).replace(/=+$/, ''))
        }
      }
    })

    it('C08: is AES-256-GCM under HKDF of the secret, bound to its name and application', async () => {
      const flow = flowWith({ cookieSecrets: [first] })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, user: 'ana', context: { a: 1 } })
      const { name, value } = cookies.only()

      const key = hkdfSync('sha256', first, '', 'mercadopago-oauth attempt cookie', 32)
      const bytes = Buffer.from(value, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), bytes.subarray(0, 12))
      const bound = [
        '1234567890123456',
        'https://app.example/callback',
        'https://auth.mercadopago.com/authorization',
        'https://api.mercadopago.com/oauth/token',
        'undefined',
      ]
      decipher.setAAD(Buffer.from(`${name} ${JSON.stringify(bound)}`))
      decipher.setAuthTag(bytes.subarray(-16))
      const text =
        decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
      const { codeVerifier, ...rest } = JSON.parse(text)
      expect(rest).to.deep.equal({
        expiresAt: Date.parse('2026-11-21T12:10:00.000Z'),
        user: 'ana',
        returnTo: '/',
        context: { a: 1 },
      })
      expect(codeChallenge(codeVerifier)).to.equal(
        new URL(authorizationUrl).searchParams.get('code_challenge'),
      )
    })

    it('C10: differs between two attempts with the same data', () => {
      const cookies = new CookieJar()
      const flow = flowWith()

      flow.start({ cookies, user: 'ana' })
      flow.start({ cookies, user: 'ana' })

      const [one, two] = cookies.written.map(({ value }) => value)
      expect(one?.slice(0, 16)).to.not.equal(two?.slice(0, 16))
    })

    it('C08: opens after no change of a single character', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const { name, value } = cookies.only()
      const query = callback(authorizationUrl)

      const codes = new Set<string>()
      for (const [index, character] of [...value].entries()) {
        for (const changed of new Set(['A', 'B', '_', '.', ' ', '='])) {
          if (changed === character) continue
          const tampered = value.slice(0, index) + changed + value.slice(index + 1)
          codes.add(
            await refused(flow.finish({ cookies: new CookieJar([[name, tampered]]), query })),
          )
        }
      }

      expect([...codes]).to.deep.equal(['state_mismatch'])
      expect(requests).to.have.length(0)
      await flow.finish({ cookies, query })
      expect(requests).to.have.length(1)
    })

    it('C08: opens after no change of a single bit', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies })
      const { name, value } = cookies.only()
      const query = callback(authorizationUrl)

      const codes = new Set<string>()
      for (let bit = 0; bit < Buffer.from(value, 'base64url').length * 8; bit++) {
        const bytes = Buffer.from(value, 'base64url')
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const jar = new CookieJar([[name, bytes.toString('base64url')]])
        codes.add(await refused(flow.finish({ cookies: jar, query })))
      }

      expect([...codes]).to.deep.equal(['state_mismatch'])
    })

    for (const [what, change] of [
      ['cut by one character', (value) => value.slice(0, -1)],
      ['cut to the length of a nonce and a tag', (value) => value.slice(0, 38)],
      ['cut to one character', (value) => value.slice(0, 1)],
      ['empty', () => ''],
      ['longer by one character', (value) => `${value}A`],
      ['padded', (value) => `${value}=`],
      ['quoted', (value) => `"${value}"`],
      ['with a space before it', (value) => ` ${value}`],
      ['in the other base64', (value) => Buffer.from(value, 'base64url').toString('base64')],
      ['said twice', (value) => value + value],
      ['of 64 KiB', () => 'A'.repeat(65_536)],
      ['of other characters', () => 'ñ\u0000😀'],
    ] satisfies [string, (value: string) => string][]) {
      it(`C08: is as good as absent when it is ${what}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const query = callback(flow.start({ cookies, context: 'x' }).authorizationUrl)
        const { name, value } = cookies.only()
        const changed = change(value)
        if (changed === value) return

        const finish = flow.finish({ cookies: new CookieJar([[name, changed]]), query })

        expect(await refused(finish)).to.equal('state_mismatch')
        expect(requests).to.have.length(0)
      })
    }

    it('C08: is as good as absent under the name of another attempt', async () => {
      const flow = flowWith()
      const one = new CookieJar()
      const two = new CookieJar()
      const query = callback(flow.start({ cookies: one }).authorizationUrl)
      flow.start({ cookies: two })

      const swapped = new CookieJar([[one.only().name, two.only().value]])

      expect(await refused(flow.finish({ cookies: swapped, query }))).to.equal('state_mismatch')
      expect(requests).to.have.length(0)
    })
  })

  describe('secrets', () => {
    it('C08: the first seals', async () => {
      const cookies = new CookieJar()
      const flow = flowWith({ cookieSecrets: [first, second] })
      const query = callback(flow.start({ cookies }).authorizationUrl)

      await flowWith({ cookieSecrets: [first] }).finish({ cookies: cookies.copy(), query })
      const withSecond = flowWith({ cookieSecrets: [second] }).finish({ cookies, query })

      expect(await refused(withSecond)).to.equal('state_mismatch')
      expect(requests).to.have.length(1)
    })

    it('C08: each of them opens', async () => {
      const cookies = new CookieJar()
      const query = callback(
        flowWith({ cookieSecrets: [first] }).start({ cookies }).authorizationUrl,
      )

      await flowWith({ cookieSecrets: [second, first] }).finish({ cookies, query })

      expect(requests).to.have.length(1)
    })

    it('C08: a retired one no longer opens', async () => {
      const cookies = new CookieJar()
      const query = callback(
        flowWith({ cookieSecrets: [first] }).start({ cookies }).authorizationUrl,
      )

      const finish = flowWith({ cookieSecrets: [second] }).finish({ cookies, query })

      expect(await refused(finish)).to.equal('state_mismatch')
    })

    it('are the client secret’s by default, so that a new client secret ends the attempts', async () => {
      const cookies = new CookieJar()
      const query = callback(flowWith().start({ cookies }).authorizationUrl)
      const client = createClient({ ...application, clientSecret: 'r'.repeat(32) })

      const finish = createAuthorizationFlow({ client, clock: clock.read }).finish({
        cookies,
        query,
      })

      expect(await refused(finish)).to.equal('state_mismatch')
    })

    it('hold across machines that have the same ones', async () => {
      const cookies = new CookieJar()
      const query = callback(flowWith().start({ cookies }).authorizationUrl)

      await flowWith().finish({ cookies, query })

      expect(requests).to.have.length(1)
    })
  })

  describe('number and size', () => {
    it('C09: eight attempts live side by side, in any order of return', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const queries = startMany(flow, cookies, 8)

      for (const query of queries.reverse()) await flow.finish({ cookies, query })

      expect(requests).to.have.length(8)
      expect(cookies.live()).to.deep.equal([])
    })

    it('C09: the oldest makes room for the ninth', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const [oldest = '', ...others] = startMany(flow, cookies, 9)

      expect(cookies.names()).to.have.length(8)
      expect(await refused(flow.finish({ cookies, query: oldest }))).to.equal('state_mismatch')
      for (const query of others) await flow.finish({ cookies, query })
      expect(requests).to.have.length(8)
    })

    it('C09: the oldest makes room when all began in the same instant', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const queries = Array.from({ length: 9 }, () =>
        callback(flow.start({ cookies }).authorizationUrl),
      )

      expect(await refused(flow.finish({ cookies, query: queries[0] ?? '' }))).to.equal(
        'state_mismatch',
      )
      for (const query of queries.slice(1)) await flow.finish({ cookies, query })
      expect(requests).to.have.length(8)
    })

    it('C09: the oldest makes room in whatever order the browser sends them', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const [oldest = '', ...others] = startMany(flow, cookies, 8)
      const names = [...cookies.names()].reverse()
      const reversed = new CookieJar(names.map((name) => [name, cookies.get(name) ?? '']))

      others.push(...startMany(flow, reversed, 1))

      const finish = flow.finish({ cookies: reversed, query: oldest })
      expect(await refused(finish)).to.equal('state_mismatch')
      for (const query of others) await flow.finish({ cookies: reversed, query })
      expect(requests).to.have.length(8)
    })

    it('C09: attempts live together up to 3072 bytes, and the oldest goes at one more', () => {
      const flow = flowWith()
      const full = new CookieJar()
      startMany(flow, full, 3, 'x'.repeat(593))
      const over = new CookieJar()
      startMany(flow, over, 2, 'x'.repeat(593))
      startMany(flow, over, 1, 'x'.repeat(594))

      expect([full.names().length, full.bytes]).to.deep.equal([3, 3072])
      expect(over.names()).to.have.length(2)
    })

    it('C09: a hundred starts leave no more than 3 KiB', () => {
      const flow = flowWith()
      const cookies = new CookieJar()

      startMany(flow, cookies, 100, 'x'.repeat(300))

      expect(cookies.bytes).to.be.within(2048, 3072)
    })

    it('C09: the newest attempt lives, however large it is', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const queries = startMany(flow, cookies, 3, 'x'.repeat(1022))

      expect(cookies.names()).to.have.length(1)
      await flow.finish({ cookies, query: queries[2] ?? '' })
      expect(requests).to.have.length(1)
    })

    it('C09: a cookie of the largest attempt is one a browser keeps', () => {
      const cookies = new CookieJar()

      flowWith({ baseUrl: 'https://www.app.example' }).start({
        cookies,
        user: 'u'.repeat(256),
        returnTo: `/${'r'.repeat(511)}`,
        context: 'x'.repeat(1022),
      })

      expect(cookies.bytes).to.be.below(4096 - 'Max-Age=600; HttpOnly; Secure; SameSite=Lax'.length)
    })

    it('C09: the dead make room before any that lives', () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      startMany(flow, cookies, 4)
      const dead = cookies.names()
      clock.advance(598)
      startMany(flow, cookies, 1)

      expect(cookies.deleted.map(({ name }) => name)).to.have.members(dead.slice(0, 3))
      expect(cookies.names()).to.have.length(2)
    })

    it('C09: unreadable ones of ours are dropped, and no one else’s', () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      flow.start({ cookies })
      const { name } = cookies.only()
      const planted = `${name.slice(0, -22)}${'A'.repeat(22)}`
      cookies.plant(planted, 'x'.repeat(2000))
      cookies.plant('session', 'y'.repeat(4000))
      cookies.plant('__Host-mp-other', 'z')

      flow.start({ cookies })

      expect(cookies.deleted.map((order) => order.name)).to.deep.equal([planted])
      expect(cookies.names()).to.include.members(['session', '__Host-mp-other', name])
    })

    for (const end of ['', ' ', '\t', 'é', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)} `]) {
      it(`K04: a name that only begins like ours is left alone: ${JSON.stringify(end)}`, async () => {
        const flow = flowWith()
        const cookies = new CookieJar()
        const prefix = prefixOf(flow)
        cookies.plant(`${prefix}${end}`, 'x'.repeat(3000))

        const query = callback(flow.start({ cookies }).authorizationUrl)
        await flow.finish({ cookies, query })

        expect(cookies.deleted).to.deep.equal([])
        expect(cookies.names()).to.include(`${prefix}${end}`)
        expect(requests).to.have.length(1)
      })
    }

    it('C09: no attempt that another site begins takes the place of one that began here', async () => {
      const flow = flowWith()
      const cookies = new CookieJar()
      const foreign = () => flow.start({ cookies, fromOtherSite: true })
      const own = callback(flow.start({ cookies }).authorizationUrl)
      for (let count = 0; count < 20; count++) expect(foreign()).to.be.an('object')
      expect(cookies.live()).to.have.length(8)

      startMany(flow, cookies, 7)
      expect(cookies.live()).to.have.length(8)
      expect(foreign()).to.equal(undefined)
      await flow.finish({ cookies, query: own })
      expect(requests).to.have.length(1)
      expect(foreign()).to.be.an('object')
    })

    it('C09: another application’s attempts on the same host are left alone', () => {
      const cookies = new CookieJar()
      const other = createAuthorizationFlow({
        client: createClient({ ...application, clientId: '2' }),
        clock: clock.read,
      })
      startMany(other, cookies, 8)
      const others = cookies.names()

      startMany(flowWith(), cookies, 9)

      expect(cookies.names().slice(0, 8)).to.deep.equal(others)
      expect(cookies.names()).to.have.length(16)
    })
  })
})

/** What the names of a flow's cookies begin with. */
function prefixOf(flow: AuthorizationFlow): string {
  const cookies = new CookieJar()
  flow.start({ cookies })
  return cookies.only().name.slice(0, -22)
}

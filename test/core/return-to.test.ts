import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  type AuthorizationFlowOptions,
  createAuthorizationFlow,
  createClient,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application, tokenResponse } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { misuse } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

/** Where a flow sends the seller that asked for this at the start. */
async function returned(
  asked: unknown,
  options: Partial<AuthorizationFlowOptions> = {},
): Promise<string> {
  nock('https://api.mercadopago.com').post('/oauth/token').reply(200, tokenResponse)
  const flow = createAuthorizationFlow({ client: createClient(application), ...options })
  const cookies = new CookieJar()
  const { authorizationUrl } = flow.start({ cookies, returnTo: asked as string })
  const state = new URL(authorizationUrl).searchParams.get('state')
  const { returnTo } = await flow.finish({ cookies, query: `code=TG-1&state=${state}` })
  return returnTo
}

describe('returnTo', () => {
  withoutNetwork()

  for (const [asked, expected] of [
    [undefined, '/'],
    ['', '/'],
    ['/sellers', '/sellers'],
    ['/sellers?tab=1&q=a%20b#top', '/sellers?tab=1&q=a%20b#top'],
    ['sellers', '/sellers'],
    ['?tab=1', '/?tab=1'],
    ['https://app.example/sellers?tab=1#top', '/sellers?tab=1#top'],
    ['HTTPS://APP.EXAMPLE:443/sellers', '/sellers'],
    ['/a/../b', '/b'],
    ['https:evil.example@other.example', '/evil.example@other.example'],
    ['/?next=https://evil.example', '/?next=https://evil.example'],
    ['/tab\there\nand\rthere', '/tabhereandthere'],
    ['  /sellers  ', '/sellers'],
    ['/caf\u00e9', '/caf%C3%A9'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/%0D%0ASet-Cookie:%20a=b', '/%0D%0ASet-Cookie:%20a=b'],
  ] as const) {
    it(`C01: keeps ${inspect(asked)} as ${expected}`, async () => {
      expect(await returned(asked)).to.equal(expected)
    })
  }

  for (const hostile of [
    'https://evil.example',
    'https://evil.example/sellers',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\\/evil.example',
    '\t//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\u0000//evil.example',
    ' //evil.example',
    'https:/\\evil.example',
    'https:\\\\evil.example',
    'https://app.example//evil.example',
    'https://app.example/\\evil.example',
    'https://app.example/.//evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/.\\\\evil.example',
    'https://app.example@evil.example',
    'https://app.example:443@evil.example',
    'https://app.example%40evil.example',
    'https://app.example.evil.example',
    'https://evil.example?https://app.example',
    'https://evil.example#https://app.example',
    'https://evilapp.example',
    'https://sub.app.example',
    'https://app.example.',
    'https://app.exampl\u0435',
    'https://app\u3002example.evil.example',
    'https://app.example:8443/',
    'http://app.example/',
    'ws://app.example/',
    'ftp://app.example/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'javascript://app.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'blob:https://app.example/0b7d',
    'blob:https://app.example//evil.example',
    'file:///etc/passwd',
    'about:blank',
    'mailto:a@app.example',
    'https://',
    'https://[',
    'http:',
    'https://app.example:99999/',
    `/${'a'.repeat(512)}`,
    `/${'./'.repeat(256)}short`,
    `/${'\u00e9'.repeat(100)}`,
    `/${'a'.repeat(1_000_000)}`,
  ]) {
    const title = hostile.length > 80 ? `${hostile.slice(0, 8)}… (${hostile.length})` : hostile
    it(`C01: replaces ${inspect(title)} with the default`, async () => {
      expect(await returned(hostile, { defaultReturnTo: '/home' })).to.equal('/home')
    })
  }

  it('keeps an address of exactly 512 characters', async () => {
    const longest = `/${'a'.repeat(511)}`

    expect(await returned(longest)).to.equal(longest)
  })

  it('gives the whole address where the app is on another origin than the callback', async () => {
    const baseUrl = 'https://www.app.example'

    expect(await returned('/sellers?tab=1#top', { baseUrl })).to.equal(
      'https://www.app.example/sellers?tab=1#top',
    )
  })

  it('resolves against the path of baseUrl', async () => {
    const baseUrl = 'https://www.app.example/shop/'

    expect(await returned('sellers', { baseUrl })).to.equal('https://www.app.example/shop/sellers')
  })

  for (const hostile of [
    'https://app.example/sellers',
    '//evil.example',
    'https://www.app.example//evil.example',
    'https://www.app.example@evil.example',
    'blob:https://www.app.example/0b7d',
    'javascript:alert(1)',
  ]) {
    it(`C01: replaces ${hostile} with the default of baseUrl`, async () => {
      const options = { baseUrl: 'https://www.app.example', defaultReturnTo: '/home' }

      expect(await returned(hostile, options)).to.equal('https://www.app.example/home')
    })
  }

  it('keeps to the loopback origin, port included', async () => {
    nock('https://api.mercadopago.com').post('/oauth/token').reply(200, tokenResponse)
    const redirectUri = 'http://localhost:3000/cb'
    const flow = createAuthorizationFlow({ client: createClient({ ...application, redirectUri }) })
    const cookies = new CookieJar()
    const start = flow.start({ cookies, returnTo: 'http://localhost:3001/' })
    const state = new URL(start.authorizationUrl).searchParams.get('state')

    const { returnTo } = await flow.finish({ cookies, query: `code=TG-1&state=${state}` })

    expect(returnTo).to.equal('/')
  })

  it('reads its own host beyond ASCII at every start', async () => {
    nock('https://api.mercadopago.com').post('/oauth/token').reply(200, tokenResponse)
    const client = createClient({ ...application, redirectUri: 'https://señal.example/callback' })
    const flow = createAuthorizationFlow({ client })
    const returnTo = 'https://señal.example/sellers'
    // Node 20 compiles `URL.canParse` anew after some 2,000 calls, and then it refuses such a host.
    for (let start = 0; start < 10_000; start++) flow.start({ cookies: new CookieJar(), returnTo })
    const cookies = new CookieJar()
    const { authorizationUrl } = flow.start({ cookies, returnTo })
    const state = new URL(authorizationUrl).searchParams.get('state')

    const link = await flow.finish({ cookies, query: `code=TG-1&state=${state}` })

    expect(link.returnTo).to.equal('/sellers')
  })

  for (const [options, code, message] of [
    [{ defaultReturnTo: 5 }, 'ERR_INVALID_ARG_TYPE', '"defaultReturnTo" must be a string'],
    [{ defaultReturnTo: '' }, 'ERR_INVALID_ARG_VALUE', '"defaultReturnTo" must not be empty'],
    [
      { defaultReturnTo: 'https://evil.example' },
      'ERR_INVALID_ARG_VALUE',
      '"defaultReturnTo" must be an address of the app',
    ],
    [{ baseUrl: 5 }, 'ERR_INVALID_ARG_TYPE', '"baseUrl" must be a string'],
    [
      { baseUrl: '/app' },
      'ERR_INVALID_ARG_VALUE',
      '"baseUrl" must be an absolute URL, such as https://app.example/callback',
    ],
    [
      { baseUrl: 'http://app.example' },
      'ERR_INVALID_ARG_VALUE',
      '"baseUrl" must use https (http only on localhost, 127.0.0.1 or [::1])',
    ],
  ] as const) {
    it(`refuses ${inspect(options)} at construction`, () => {
      const client = createClient(application)

      expect(misuse(() => createAuthorizationFlow({ client, ...options } as never))).to.deep.equal({
        code,
        message,
      })
    })
  }
})

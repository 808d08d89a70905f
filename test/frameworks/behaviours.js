import { createAuthorizationFlow, createClient, sandboxProvider } from 'mercadopago-oauth'
import { Browser } from '../../.cache/test/helpers/browser.js'
import { CookieJar } from '../../.cache/test/helpers/cookie-jar.js'

const minute = 60_000

/** A shop's browser in front of an app, and what they say to each other. */
class Visit {
  constructor({ origin }, sandbox, heard, headers = { 'x-user': 'shop-7' }) {
    this.origin = origin
    this.sandbox = sandbox
    this.heard = heard
    this.browser = new Browser(origin, headers)
  }

  async get(path, init) {
    const response = await this.browser.get(path, init)
    const { status, headers, body } = response
    this.heard.push(`${JSON.stringify([...headers])}${body}`)
    return { ...response, said: said(status, headers, body) }
  }

  /** Begins an attempt; the address of the consent page. */
  async begin() {
    const { headers, said } = await this.get('/mercadopago/connect?returnTo=/done')
    const url = headers.get('location')
    if (!url?.startsWith(this.sandbox.endpoints.authorizationEndpoint)) throw new Error(said)
    return url
  }

  /** Begins an attempt that the seller allows; the path of the callback, with its code. */
  async allowed() {
    return pathOf(await this.sandbox.approve(await this.begin()))
  }
}

function pathOf(url) {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** The status, and beside it the code of an error or where the browser goes. */
function said(status, headers, body) {
  const code = /\((\w+)\)/.exec(body)?.[1]
  const location = headers.get('location')?.replace(/^https?:.*/, 'elsewhere')
  const retryAfter = headers.get('retry-after')
  return [status, code, location, retryAfter && `after ${retryAfter}`].filter(Boolean).join(' ')
}

/** What protects an address that holds a code: shown only where it lacks. */
function kept({ headers, said }) {
  const isKept =
    headers.get('cache-control') === 'no-store' && headers.get('referrer-policy') === 'no-referrer'
  return isKept ? said : `${said}, cacheable`
}

/**
 * What is tried with every app: how it is done, and the response that all of them must give. `visit()` is another
 * browser, `spent()` the number of codes that reached the provider since the beginning.
 */
export const behaviours = {
  'plain link': {
    expected: '302 /done, 0 live',
    async run({ visit }) {
      const one = visit()
      const response = await one.get(await one.allowed())
      return `${kept(response)}, ${one.browser.live().length} live`
    },
  },
  visitor: {
    expected: '403, 0 spent',
    async run({ visit, spent }) {
      const { said } = await visit({}).get('/mercadopago/connect')
      return `${said}, ${spent()} spent`
    },
  },
  'two tabs': {
    expected: '302 /done, 302 /done',
    async run({ visit }) {
      const one = visit()
      const [first, second] = [await one.allowed(), await one.allowed()]
      const responses = [await one.get(second), await one.get(first)]
      return responses.map(kept).join(', ')
    },
  },
  forged: {
    expected: '403 state_mismatch, 0 spent',
    async run({ visit, spent }) {
      const path = await visit({ 'x-user': 'mallory' }).allowed()
      return `${kept(await visit().get(path))}, ${spent()} spent`
    },
  },
  replayed: {
    expected: '302 /done, 403 state_consumed, 1 spent',
    async run({ visit, spent }) {
      const one = visit()
      const path = await one.allowed()
      const before = new Map(one.browser.cookies)
      const first = await one.get(path)
      for (const [name, value] of before) one.browser.cookies.set(name, value)
      return `${[first, await one.get(path)].map(kept).join(', ')}, ${spent()} spent`
    },
  },
  doubled: {
    expected: '302 /done, 403 state_consumed, 1 spent',
    async run({ visit, spent }) {
      const one = visit()
      const path = await one.allowed()
      const responses = await Promise.all([one.get(path), one.get(path)])
      return `${responses.map(kept).sort().join(', ')}, ${spent()} spent`
    },
  },
  denied: {
    expected: '403 access_denied, 0 live',
    async run({ visit, sandbox }) {
      const one = visit()
      const response = await one.get(pathOf(await sandbox.deny(await one.begin())))
      return `${kept(response)}, ${one.browser.live().length} live`
    },
  },
  prefetched: {
    expected: '503 after 0, 302 /done',
    async run({ visit }) {
      const one = visit()
      const path = await one.allowed()
      const looked = await one.get(path, { headers: { 'sec-purpose': 'prefetch' } })
      return [looked, await one.get(path)].map(kept).join(', ')
    },
  },
  HEAD: {
    expected: '405, 405, 302 /done',
    async run({ visit }) {
      const one = visit()
      const path = await one.allowed()
      const responses = []
      for (const each of ['/mercadopago/connect', path]) {
        responses.push(await one.get(each, { method: 'HEAD' }))
      }
      return [...responses, await one.get(path)].map(kept).join(', ')
    },
  },
  late: {
    expected: '403 state_expired, 0 spent',
    async run({ visit, spent, settings }) {
      const one = visit()
      // It began eleven minutes ago: the app's own keys seal it, with another clock.
      const clock = () => new Date(Date.now() - 11 * minute)
      const flow = createAuthorizationFlow({ client: createClient(settings), clock })
      const cookies = new CookieJar()
      const { authorizationUrl } = flow.start({ cookies, user: 'shop-7' })
      for (const { name, value } of cookies.written) one.browser.cookies.set(name, value)
      const path = pathOf(await one.sandbox.approve(authorizationUrl))
      return `${kept(await one.get(path))}, ${spent()} spent`
    },
  },
  'server down': {
    expected: '503 upstream_unavailable, 502 exchange_outcome_unknown',
    async run({ visit, sandbox }) {
      const one = visit()
      const responses = []
      for (const fault of ['unavailable', 'reset_after']) {
        const path = await one.allowed()
        sandbox.fail('token', fault)
        responses.push(await one.get(path))
      }
      return responses.map(kept).join(', ')
    },
  },
  'secret nowhere': {
    expected: 'not in output, headers or pages',
    async run({ app, settings, heard }) {
      const texts = [app.output(), ...heard].join('\n')
      const { clientSecret } = settings
      const secrets = [/APP_USR-\d/, /TG-[0-9a-f]{20}/, new RegExp(clientSecret), /code_verifier/]
      const found = secrets.filter((secret) => secret.test(texts))
      return found.length === 0 ? 'not in output, headers or pages' : `found ${found.join()}`
    },
  },
}

/** Tries one behaviour with a running app. */
export function tryOut({ run }, app, sandbox, heard) {
  const { clientId, clientSecret } = sandbox.application
  const redirectUri = `${app.origin}/mercadopago/callback`
  const provider = sandboxProvider(sandbox.url)
  sandbox.clear()
  return run({
    app,
    sandbox,
    heard,
    settings: { clientId, clientSecret, redirectUri, provider },
    visit: (headers) => new Visit(app, sandbox, heard, headers),
    spent: () => sandbox.requests.filter(({ path }) => path === '/oauth/token').length,
  })
}

import { randomBytes } from 'node:crypto'
import { tracingChannel } from 'node:diagnostics_channel'
import {
  createAuthorizationFlow,
  createClient,
  createPkcePair,
  createState,
  MemoryTokenStore,
  SellerTokens,
  TokenSet,
} from 'mercadopago-oauth'
// The seal of the attempt cookies is nobody's to call, so it has no public name.
import { createSeal } from '../../../packages/core/dist/flow/seal.js'
// Nor have the channels; nothing else here renews or sends a token request.
import { renewals, tokenRequests } from '../../../packages/core/dist/trace-channels.js'
import { clientId, clientSecret } from '../application.js'

const client = createClient({ clientId, clientSecret, redirectUri: 'https://app.example/callback' })
const dayMs = 24 * 60 * 60 * 1000

const tokens = new TokenSet({
  accessToken: `APP_USR-${clientId}-112103-0123456789abcdef0123456789abcdef-4242`,
  refreshToken: 'TG-0123456789abcdef01234567-4242',
  expiresAt: new Date(Date.now() + 180 * dayMs),
  scope: ['offline_access', 'read', 'write'],
  sellerId: '4242',
})

/** A browser that brings its one cookie again and again. */
function browserWith(name, value) {
  return {
    get: (asked) => (asked === name ? value : undefined),
    names: () => [name],
    set() {},
    delete() {},
  }
}

const noCookies = { get: () => undefined, names: () => [], set() {}, delete() {} }

/** What is called often, each as a function without arguments. */
export async function createCalls() {
  const { codeChallenge } = createPkcePair()
  const state = createState()
  const seal = createSeal([randomBytes(32)])
  const text = 'a'.repeat(300)
  const sealed = seal.seal(text, 'name')

  // Everything of a callback but its token request and the memory of what was used.
  const flow = createAuthorizationFlow({
    client: { ...client, authorizationCodeGrant: async () => tokens },
    replayGuard: { claim: async () => true },
  })
  let browser
  const set = (name, value) => {
    browser = browserWith(name, value)
  }
  const { authorizationUrl } = flow.start({ cookies: { ...noCookies, set } })
  const query = `code=TG-1&state=${new URL(authorizationUrl).searchParams.get('state')}`

  const held = await sellersWith({ cacheMs: 60_000 })
  let nowMs = Date.now()
  const clock = () => {
    // Later than what was cached, at every look.
    nowMs += 10
    return new Date(nowMs)
  }
  const stored = await sellersWith({ cacheMs: 1, clock })

  return {
    'PKCE pair': () => createPkcePair(),
    state: () => createState(),
    authorizationUrl: () => client.authorizationUrl({ state, codeChallenge }),
    'seal 300 bytes': () => seal.seal(text, 'name'),
    'open 300 bytes': () => seal.open(sealed, 'name'),
    'start of an attempt, cookie included': () => flow.start({ cookies: noCookies }),
    'end of an attempt, token request excluded': () => flow.finish({ cookies: browser, query }),
    'accessToken, at hand': () => held.accessToken('4242'),
    'accessToken, from the memory store and opened': () => stored.accessToken('4242'),
    'an async function': () => operation(),
    'the same on a tracing channel, nobody subscribed': () => tokenRequests.trace(begun, operation),
    'the same on a tracing channel, one subscriber': () => renewals.trace(begun, operation),
  }
}

async function operation() {}

const begun = () => ({ clientId })

const heard = { start() {}, end() {}, asyncStart() {}, asyncEnd() {}, error() {} }
tracingChannel('mercadopago-oauth:renewal').subscribe(heard)

async function sellersWith(options) {
  const store = new MemoryTokenStore()
  const sellers = new SellerTokens({ client, store, encryptionKeys: [randomBytes(32)], ...options })
  await sellers.link(tokens)
  return sellers
}

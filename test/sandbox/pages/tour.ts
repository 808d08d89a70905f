import { randomBytes } from 'node:crypto'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  authorizationUrl,
  codeVerifier,
  consentInBrowser,
  exchange,
  parameter,
  postToken,
  redirectUri,
  tokenOf,
} from '../wire.ts'

const ana = 700100001
const joao = 700200002

/** A sandbox in which something has happened already, so that no page is empty. */
export interface LivelySandbox {
  sandbox: Sandbox
  /** Where a buyer pays, and has paid. */
  checkout: { open: string; paid: string }
  attempts: Record<AttemptName, string>
}

type AttemptName = 'linked' | 'thief' | 'plain' | 'denied' | 'refused' | 'renewed'

/** A page, and where it is once the sandbox has seen something. */
export interface Stop {
  name: string
  url: (lively: LivelySandbox) => string
  status?: number
  /** What has to happen just before. */
  prepare?: (sandbox: Sandbox) => void
  /** A button to press on the page first, before it is opened once more. */
  enter?: string
  /** What can be folded is unfolded. */
  isUnfolded?: boolean
  /** What has to happen between the page that has the button and the press. */
  prepareForm?: (sandbox: Sandbox) => void
  /** A button that leads from there to the page, by its test id. */
  press?: string
}

/** Every page of the sandbox. */
export const stops: readonly Stop[] = [
  { name: 'home', url: ({ sandbox }) => `${sandbox.url}/` },
  { name: 'consent', url: ({ sandbox }) => authorizationUrl(sandbox) },
  {
    name: 'consent-signed-in',
    prepare: ({ switches }) => Object.assign(switches, { rememberedAccount: 'changeable' }),
    // Denied in silence: the page stays here, and the account is remembered.
    enter: 'deny',
    url: ({ sandbox }) => authorizationUrl(sandbox),
  },
  { name: 'signed-out', url: ({ sandbox }) => `${sandbox.url}/logout` },
  {
    name: 'fault',
    prepare: (sandbox) => sandbox.fail('authorization', 'unavailable'),
    url: ({ sandbox }) => authorizationUrl(sandbox),
    status: 503,
  },
  {
    name: 'refusal-pkce',
    url: ({ sandbox }) => authorizationUrl(sandbox, { code_challenge: 'short' }),
    status: 400,
  },
  {
    name: 'denied',
    prepare: ({ switches }) => Object.assign(switches, { consentingAccount: 'administrator' }),
    url: ({ sandbox }) => authorizationUrl(sandbox),
    press: 'deny',
  },
  {
    name: 'operator',
    prepare: ({ switches }) => Object.assign(switches, { consentingAccount: 'operator' }),
    url: ({ sandbox }) => authorizationUrl(sandbox),
    press: 'allow',
    status: 400,
  },
  {
    name: 'refusal',
    url: ({ sandbox }) => authorizationUrl(sandbox, { redirect_uri: `${redirectUri}/` }),
    status: 400,
  },
  {
    name: 'gone',
    url: ({ sandbox }) => `${sandbox.url}/authorization/consent?id=none`,
    status: 400,
  },
  { name: 'not-found', url: ({ sandbox }) => `${sandbox.url}/nowhere`, status: 404 },
  {
    name: 'expired',
    url: ({ sandbox }) => authorizationUrl(sandbox),
    prepareForm: ({ clock }) => clock.advance({ minutes: 10 }),
    press: 'allow',
    status: 400,
  },
  { name: 'connected', url: ({ sandbox }) => `${sandbox.url}/sellers/${ana}/applications` },
  {
    name: 'connected-none',
    url: ({ sandbox }) => `${sandbox.url}/sellers/700300003/applications`,
  },
  { name: 'checkout', url: ({ checkout }) => checkout.open },
  { name: 'checkout-paid', url: ({ checkout }) => checkout.paid },
  { name: 'activity', url: ({ sandbox }) => `${sandbox.url}/sandbox` },
  { name: 'activity-unfolded', url: ({ sandbox }) => `${sandbox.url}/sandbox`, isUnfolded: true },
  { name: 'attempt-linked', url: ({ attempts }) => attempts.linked },
  { name: 'attempt-unfolded', url: ({ attempts }) => attempts.linked, isUnfolded: true },
  { name: 'attempt-thief', url: ({ attempts }) => attempts.thief },
  { name: 'attempt-plain', url: ({ attempts }) => attempts.plain },
  { name: 'attempt-denied', url: ({ attempts }) => attempts.denied },
  { name: 'attempt-refused', url: ({ attempts }) => attempts.refused },
  { name: 'attempt-renewed', url: ({ attempts }) => attempts.renewed },
  { name: 'clock', url: ({ sandbox }) => `${sandbox.url}/sandbox/clock` },
  { name: 'faults', url: ({ sandbox }) => `${sandbox.url}/sandbox/faults?done=1` },
  { name: 'applications', url: ({ sandbox }) => `${sandbox.url}/sandbox/applications` },
  { name: 'sellers', url: ({ sandbox }) => `${sandbox.url}/sandbox/sellers` },
  { name: 'switches', url: ({ sandbox }) => `${sandbox.url}/sandbox/switches` },
  { name: 'notifications', url: ({ sandbox }) => `${sandbox.url}/sandbox/notifications` },
]

export async function livelySandbox(webhookUrl: string): Promise<LivelySandbox> {
  const sandbox = await createSandbox({
    applications: [
      {
        redirectUris: [redirectUri, 'http://localhost:3000/mercadopago/callback?shop=5'],
        webhookUrl,
      },
      { name: 'Panel Interno' },
    ],
    switches: { denial: 'silent', retryAfter: 'present' },
  })
  const code = parameter(await sandbox.approve(authorizationUrl(sandbox)), 'code')
  const token = await tokenOf(exchange(sandbox, code), 'access_token')
  const headers = { authorization: `Bearer ${token}` }
  const checkout = {
    open: await createCheckout(sandbox, headers),
    paid: await createCheckout(sandbox, headers),
  }
  await send(checkout.paid, { method: 'POST', body: new URLSearchParams({ decision: 'pay' }) })
  await (await exchange(sandbox, code)).text()
  await send(sandbox.endpoints.userInfoEndpoint, { headers })
  await send(authorizationUrl(sandbox))
  sandbox.fail('profile', 'server_error')
  await send(sandbox.endpoints.userInfoEndpoint, { headers })
  await send(authorizationUrl(sandbox, { redirect_uri: 'https://feria.example/Callback' }))
  await sandbox.approve(authorizationUrl(sandbox), { seller: joao })
  await sandbox.withdraw(joao)
  await sandbox.settled()
  const attempts = await createAttempts(sandbox)
  sandbox.clock.advance({ days: 40, hours: 5 })
  sandbox.fail('token', 'rate_limited', { times: 2, grantType: 'refresh_token' })
  sandbox.fail('checkout', 'slow')
  return { sandbox, checkout, attempts }
}

/** One attempt for each way to end; the addresses of their pages. */
async function createAttempts(sandbox: Sandbox): Promise<Record<AttemptName, string>> {
  const newest = (): string => `${sandbox.url}/sandbox/attempts/${sandbox.attempts()[0]?.id}`

  const linked = await consentInBrowser(sandbox, 'allow', { state: randomState() })
  const tokens = exchange(sandbox, parameter(linked, 'code'))
  const refresh_token = await tokenOf(tokens, 'refresh_token')
  const urls = { linked: newest() }
  await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
  await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })
  const renewed = newest()
  const stolen = parameter(
    await consentInBrowser(sandbox, 'allow', { state: randomState() }),
    'code',
  )
  await exchange(sandbox, stolen, { code_verifier: 'another-verifier-'.repeat(3) })
  const thief = newest()
  const plainMethod = { code_challenge: codeVerifier, code_challenge_method: 'plain' }
  const plainCode = parameter(
    await consentInBrowser(sandbox, 'allow', { state: randomState(), ...plainMethod }),
    'code',
  )
  await exchange(sandbox, plainCode)
  const plain = newest()
  await consentInBrowser(sandbox, 'deny', { state: randomState() })
  const denied = newest()
  const redirect_uri = `${redirectUri}/`
  await send(authorizationUrl(sandbox, { state: randomState(), redirect_uri }))
  return { ...urls, renewed, thief, plain, denied, refused: newest() }
}

async function createCheckout(sandbox: Sandbox, headers: Record<string, string>): Promise<string> {
  const items = [
    { title: 'Alfajores de maicena, caja de doce', quantity: 2, unit_price: 4200.5 },
    { title: 'Envío', quantity: 1, unit_price: 900 },
  ]
  const response = fetch(`${sandbox.url}/checkout/preferences`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ items, marketplace_fee: 465.05 }),
  })
  return await tokenOf(response, 'init_point')
}

async function send(url: string, init: RequestInit = {}): Promise<void> {
  await (await fetch(url, { redirect: 'manual', ...init })).text()
}

function randomState(): string {
  return randomBytes(32).toString('base64url')
}

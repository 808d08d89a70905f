import type { Sandbox } from 'mercadopago-oauth-sandbox'

/** Where the application of these tests waits. Nothing listens there: no test follows the redirect. */
export const redirectUri = 'https://feria.example/callback'

/** The example pair of RFC 7636, appendix B. */
export const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

type Fields = Record<string, string | undefined>

/** A good authorization URL, changed by `fields`; an undefined field is left out. */
export function authorizationUrl(sandbox: Sandbox, fields: Fields = {}): string {
  const query = {
    client_id: sandbox.application.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    state: 'state-1',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...fields,
  }
  return `${sandbox.endpoints.authorizationEndpoint}?${encode(query)}`
}

/** A code, got by the first seller's consent. */
export async function approvedCode(sandbox: Sandbox, fields: Fields = {}): Promise<string> {
  return parameter(await sandbox.approve(authorizationUrl(sandbox, fields)), 'code')
}

/**
 * Asks for permission and decides as a browser does: in the first seller's place, on the consent page.
 *
 * @returns where the browser is sent; empty when it is not.
 */
export async function consentInBrowser(
  sandbox: Sandbox,
  decision: 'allow' | 'deny',
  fields: Fields,
): Promise<string> {
  const page = await (await fetch(authorizationUrl(sandbox, fields))).text()
  const consent = /name="consent" value="([\w-]{36})"/.exec(page)?.[1] ?? ''
  const body = encode({ consent, seller: String(sandbox.sellers[0]?.id), decision })
  const url = sandbox.endpoints.authorizationEndpoint
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return response.headers.get('location') ?? ''
}

/** A parameter of a redirect; throws when it is not there. */
export function parameter(location: string, name: string): string {
  const value = new URL(location).searchParams.get(name)
  if (value === null) throw new Error(`the redirect has no ${name}`)
  return value
}

/** Sends a form with the application's credentials, changed by `fields`. */
export function postToken(sandbox: Sandbox, fields: Fields): Promise<Response> {
  const { clientId, clientSecret } = sandbox.application
  const body = encode({ client_id: clientId, client_secret: clientSecret, ...fields })
  return fetch(sandbox.endpoints.tokenEndpoint, { method: 'POST', body })
}

/** Exchanges a code with everything right, changed by `fields`. */
export function exchange(sandbox: Sandbox, code: string, fields: Fields = {}): Promise<Response> {
  return postToken(sandbox, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
    ...fields,
  })
}

/** The response to a good token request, with a field that must be a string. */
export async function tokenOf(response: Promise<Response>, name: string): Promise<string> {
  const body: unknown = await (await response).json()
  const value = new Map(Object.entries(Object(body))).get(name)
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(body)}`)
  return value
}

/** Status and JSON body, to compare in one go. */
export async function seen(reply: Promise<Response>): Promise<{ status: number; body: unknown }> {
  const response = await reply
  return { status: response.status, body: await response.json() }
}

/** The error response of the token endpoint in the recorded shape. */
export function refusal(error: string, message: string, status = 400): object {
  return { status, body: { message, error, status, cause: [] } }
}

export const invalidGrant: object = refusal(
  'invalid_grant',
  'Error validating grant. Your authorization code or refresh token may be expired or it was already used.',
)

function encode(fields: Fields): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.set(name, value)
  }
  return form
}

import type { Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import { codeChallenge, codeVerifier, parameter, redirectUri } from './wire.ts'

type Fields = Record<string, string | undefined>

/** A good authorization URL, changed by `fields`; an undefined field is left out. */
export function authorizationUrl(sandbox: Wso2Sandbox, fields: Fields = {}): string {
  const query = {
    client_id: sandbox.application.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state-1',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...fields,
  }
  return `${sandbox.endpoints.authorizationEndpoint}?${encode(query)}`
}

/** The parameters of the redirect that a browser gets; throws when it goes elsewhere. */
export async function redirected(response: Promise<Response>): Promise<Record<string, string>> {
  const { status, headers } = await response
  const location = new URL(headers.get('location') ?? '', 'http://relative.example')
  if (status !== 302 || location.origin + location.pathname !== redirectUri) {
    throw new Error(`${status}, to ${location.origin}${location.pathname}`)
  }
  return Object.fromEntries(location.searchParams)
}

/** A code, got by the first user's consent. */
export async function approvedCode(sandbox: Wso2Sandbox, fields: Fields = {}): Promise<string> {
  return parameter(await sandbox.approve(authorizationUrl(sandbox, fields)), 'code')
}

/** The header of an application's credentials. */
export function basic({ clientId, clientSecret } = { clientId: '', clientSecret: '' }): {
  authorization: string
} {
  return {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
  }
}

/** Sends a form with the application's credentials in the header. */
export function post(
  sandbox: Wso2Sandbox,
  url: string,
  fields: Fields,
  headers: Record<string, string> = basic(sandbox.application),
): Promise<Response> {
  return fetch(url, { method: 'POST', body: encode(fields), headers })
}

/** Exchanges a code with everything right, changed by `fields`. */
export function exchange(
  sandbox: Wso2Sandbox,
  code: string,
  fields: Fields = {},
  headers?: Record<string, string>,
): Promise<Response> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
    ...fields,
  }
  return post(sandbox, sandbox.endpoints.tokenEndpoint, form, headers)
}

export function renew(
  sandbox: Wso2Sandbox,
  refreshToken: string,
  fields: Fields = {},
  headers?: Record<string, string>,
): Promise<Response> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken, ...fields }
  return post(sandbox, sandbox.endpoints.tokenEndpoint, form, headers)
}

export interface Tokens {
  access_token: string
  refresh_token: string
  id_token?: string
}

/** The tokens of a new consent. */
export async function linkedTokens(sandbox: Wso2Sandbox, fields: Fields = {}): Promise<Tokens> {
  return tokensOf(exchange(sandbox, await approvedCode(sandbox, fields)))
}

export async function tokensOf(reply: Promise<Response>): Promise<Tokens> {
  const response = await reply
  if (response.status !== 200) throw new Error(`no tokens but ${response.status}`)
  return (await response.json()) as Tokens
}

export function userInfo(sandbox: Wso2Sandbox, accessToken: string): Promise<Response> {
  return fetch(sandbox.endpoints.userInfoEndpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
}

/** An error response. */
export function refusal(error: string, error_description: string, status = 400): object {
  return { status, body: { error, error_description } }
}

function encode(fields: Fields): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.set(name, value)
  }
  return form
}

import {
  CodeExchangeError,
  type ErrorDetail,
  type MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  TokenResponseError,
} from '../errors.ts'
import { upstreamDetail } from '../http/response.ts'
import type { HttpRequest, HttpResponse } from '../http/transport.ts'
import type { CheckedProvider } from '../provider/provider.ts'

/** Who asks for tokens. */
export interface Application {
  clientId: string
  clientSecret: string
  redirectUri: string
  provider: CheckedProvider
}

/** What a token request may ask for. */
export type Grant = 'authorization_code' | 'refresh_token' | 'client_credentials'

/** The form of one grant, in wire names. */
export type GrantForm = Readonly<Record<string, string>> & { readonly grant_type: Grant }

/**
 * The request of a grant: form-encoded, the credentials in the body or, for servers that want it, in
 * HTTP Basic.
 *
 * @see RFC 6749, sections 2.3.1 and 3.2; appendix B for the encoding inside HTTP Basic
 */
export function tokenRequest(application: Application, form: GrantForm): HttpRequest {
  return clientRequest(application, application.provider.tokenEndpoint, form)
}

/** A form that the client sends to one of the provider's endpoints, with its credentials. */
export function clientRequest(
  { clientId, clientSecret, provider }: Application,
  url: string,
  form: Readonly<Record<string, string>>,
): HttpRequest {
  const inBody = provider.clientAuthentication === 'client_secret_post'
  const credentials = inBody ? { client_id: clientId, client_secret: clientSecret } : {}
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(inBody ? {} : { authorization: basic(clientId, clientSecret) }),
    },
    body: new URLSearchParams({ ...form, ...credentials }).toString(),
  }
}

function basic(clientId: string, clientSecret: string): string {
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1)
}

/** The codes of a refusal that the configuration causes, each with what to check. */
const configurationFaults = new Map([
  [
    'invalid_client',
    'The token endpoint refused the credentials: is this the Client Secret of this application, not an access token, and the Client ID that belongs to it?',
  ],
  [
    'invalid_request',
    'The token endpoint found the request incomplete or malformed: check the Client ID, the Client Secret and the redirect URI.',
  ],
  [
    'invalid_scope',
    'The token endpoint refused the scope: check the permissions of the application.',
  ],
  [
    'unauthorized_client',
    'The application may not use this grant: check its allowed flows and permissions in the panel.',
  ],
  [
    'unsupported_grant_type',
    'The token endpoint does not know this grant: check the allowed flows of the application.',
  ],
  [
    'unauthorized_application',
    'The application is blocked at the provider: check its state in the panel.',
  ],
  [
    'forbidden',
    'The provider forbids this application the request: check its state and permissions in the panel.',
  ],
])

const missingVerifier =
  'The token endpoint asks for a code verifier: PKCE is switched on for the application, so send the codeVerifier whose challenge was in the authorization URL.'

/**
 * Turns a refusal into the error that says what to do next.
 *
 * @see RFC 6749, section 5.2; the error table of Mercado Pago's token reference
 */
export function tokenRefusal(http: HttpResponse, form: GrantForm): MercadoPagoOAuthError {
  const detail = upstreamDetail(http)
  // `expired_grant` is only in a sample of the reference, 2026-11; it can mean nothing else.
  if (detail.upstreamError === 'invalid_grant' || detail.upstreamError === 'expired_grant') {
    return grantRefusal(form, detail)
  }
  if (form.grant_type === 'refresh_token' && isAboutSeller(detail)) {
    return new ReauthorizationRequiredError('revoked', detail)
  }
  const advice = configurationAdvice(detail)
  if (advice !== undefined) return new CodeExchangeError('client_rejected', detail, advice)
  if (http.status === 401) return new CodeExchangeError('client_rejected', detail)
  return new TokenResponseError(detail)
}

/**
 * Codes that are about the application whatever the grant. Any other code that refuses a refresh token may
 * be about its seller: the reference of Mercado Pago explains `unauthorized_client` as "no grant with the user".
 */
const applicationFaults = new Set([
  'invalid_client',
  'invalid_request',
  'unsupported_grant_type',
  'unauthorized_application',
])

function isAboutSeller({ upstreamError }: ErrorDetail): boolean {
  return upstreamError !== undefined && !applicationFaults.has(upstreamError)
}

function grantRefusal(form: GrantForm, detail: ErrorDetail): MercadoPagoOAuthError {
  if (form.grant_type === 'authorization_code') {
    return new CodeExchangeError('code_rejected', detail)
  }
  if (form.grant_type === 'refresh_token') {
    const reason = detail.upstreamError === 'expired_grant' ? 'expired' : 'revoked'
    return new ReauthorizationRequiredError(reason, detail)
  }
  return new CodeExchangeError('client_rejected', detail)
}

function configurationAdvice(detail: ErrorDetail): string | undefined {
  const { upstreamError: error, upstreamDescription: description = '' } = detail
  if (error === 'invalid_request' && description.includes('code_verifier')) return missingVerifier
  return error === undefined ? undefined : configurationFaults.get(error)
}

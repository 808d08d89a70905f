import type { CodeChallenge } from '../../grants/code-challenge.ts'
import type { Wso2Application, Wso2Applications } from '../registry/application.ts'

/** An authorization request that may go on to the consent page. */
export interface Wso2AuthorizationRequest extends ReturnAddress {
  readonly application: Wso2Application
  /** As the request named it, if it did. */
  readonly namedRedirectUri: string | undefined
  readonly challenge: CodeChallenge | undefined
  readonly scopes: readonly string[]
  readonly nonce: string | undefined
}

/** Where a response to an authorization request goes. */
export interface ReturnAddress {
  readonly redirectUri: string
  readonly state: string | undefined
}

/** Why there can be no redirect to the application. */
export type ErrorPageReason = 'invalid_client' | 'invalid_callback' | 'invalid_request'

/** A request that ends on the server's own error page: nobody knows that the address is the client's. */
export class ErrorPage extends Error {
  readonly reason: ErrorPageReason

  constructor(reason: ErrorPageReason) {
    super(errorPageTexts[reason])
    this.reason = reason
  }
}

/** For the developer; never with a value of the request. */
export const errorPageTexts: Readonly<Record<ErrorPageReason, string>> = {
  invalid_client: 'No application has this client_id.',
  invalid_callback:
    'redirect_uri is not a registered callback URL, compared character by character.',
  invalid_request: 'The authorization request is refused: see its parameters.',
}

/** A refusal that a redirect reports to the application (RFC 6749, section 4.1.2.1). */
export class RedirectedError extends Error {
  readonly error: string
  readonly returnAddress: ReturnAddress

  constructor(error: string, description: string, returnAddress: ReturnAddress) {
    super(description)
    this.error = error
    this.returnAddress = returnAddress
  }
}

/**
 * Reads the query of an authorization request.
 *
 * @throws ErrorPage, RedirectedError
 */
export function readWso2AuthorizationRequest(
  query: URLSearchParams,
  applications: Wso2Applications,
): Wso2AuthorizationRequest {
  // RFC 6749, section 3.1: a parameter must not be included more than once.
  if (new Set(query.keys()).size !== query.size) throw new ErrorPage('invalid_request')
  const application = applications.find(query.get('client_id') ?? '')
  if (!application) throw new ErrorPage('invalid_client')
  const namedRedirectUri = query.get('redirect_uri') ?? undefined
  const redirectUri = namedRedirectUri ?? application.redirectUris[0]
  if (redirectUri === undefined || !application.redirectUris.includes(redirectUri)) {
    throw new ErrorPage('invalid_callback')
  }
  const returnAddress = { redirectUri, state: query.get('state') ?? undefined }
  const refuse: Refuse = (error, description) => {
    throw new RedirectedError(error, description, returnAddress)
  }
  if (query.get('response_type') !== 'code') {
    refuse('unsupported_response_type', 'response_type must be "code".')
  }
  if (!application.grantTypes.includes('authorization_code')) {
    refuse('unauthorized_client', 'The application may not use the grant type Code.')
  }
  return {
    ...returnAddress,
    application,
    namedRedirectUri,
    challenge: readChallenge(query, application, refuse),
    scopes: (query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''),
    nonce: query.get('nonce') ?? undefined,
  }
}

type Refuse = (error: string, description: string) => never

/** The checks of PKCE and their order are those of WSO2's authorization endpoint. */
function readChallenge(
  query: URLSearchParams,
  { pkceMandatory, supportPlain }: Wso2Application,
  refuse: Refuse,
): CodeChallenge | undefined {
  const value = query.get('code_challenge') ?? undefined
  // RFC 7636, section 4.3: no method means plain.
  const method = query.get('code_challenge_method') ?? 'plain'
  const isKnown = method === 'S256' || method === 'plain'
  const challenge = value !== undefined && isKnown ? wellFormed(value, method) : undefined
  if (pkceMandatory && (value === undefined || (isKnown && challenge === undefined))) {
    refuse(
      'invalid_request',
      'PKCE is mandatory for this application: code_challenge is missing or not as RFC 7636 has it.',
    )
  }
  if (!isKnown) refuse('invalid_request', 'code_challenge_method must be S256 or plain.')
  if (value === undefined) return undefined
  if (method === 'plain' && !supportPlain) {
    refuse('invalid_request', 'This application does not support the challenge method "plain".')
  }
  return challenge ?? refuse('invalid_request', 'code_challenge is not as RFC 7636 has it.')
}

/** Of S256 only the length is looked at. */
function wellFormed(value: string, method: CodeChallenge['method']): CodeChallenge | undefined {
  const isWellFormed = method === 'S256' ? value.length === 43 : /^[\w.~-]{43,128}$/.test(value)
  return isWellFormed ? { value, method } : undefined
}

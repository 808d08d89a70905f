import { hkdfSync } from 'node:crypto'
import { assertCredential } from './credential.ts'
import {
  CodeExchangeError,
  type MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  TokenResponseError,
  UpstreamUnavailableError,
} from './errors.ts'
import { assertAvailable } from './http/response.ts'
import { createTransport, defaultTimeoutMs, type TransportOptions } from './http/transport.ts'
import {
  assertObject,
  assertOptionalBoolean,
  assertOptionalFunction,
  assertString,
  positiveInteger,
} from './option.ts'
import { type AuthorizationUrlParameters, authorizationUrl } from './protocol/authorization-url.ts'
import { assertCodeVerifier } from './protocol/pkce.ts'
import { createRateLimit, type RateLimit } from './protocol/rate-limit.ts'
import { checkedRedirectUri } from './protocol/redirect-uri.ts'
import { type Revocation, revocationRequests } from './protocol/revocation.ts'
import {
  type Application,
  type Grant,
  type GrantForm,
  tokenRefusal,
  tokenRequest,
} from './protocol/token-endpoint.ts'
import { readTokenResponse } from './protocol/token-response.ts'
import type { SellerTokenSet, TokenSet } from './protocol/token-set.ts'
import { mercadoPagoProvider } from './provider/mercado-pago.ts'
import { type CheckedProvider, checkedProvider, type Provider } from './provider/provider.ts'
import type { SellerProfile } from './provider/seller-profile.ts'
import { type Note, type TokenRequestMessage, tokenRequests } from './trace-channels.ts'
import { profileOf } from './user-info.ts'

/** Options of {@link createClient}. */
export interface ClientOptions extends TransportOptions {
  /** The application's Client ID. */
  clientId: string
  /** The application's Client Secret; not an access token. */
  clientSecret: string
  /** Absolute https URL, exactly as registered; http only on loopback. */
  redirectUri: string
  /** Default `mercadoPagoProvider()`. */
  provider?: Provider
  /**
   * Accept only tokens whose `live_mode` is this; a renewal may leave it out. Default: any, as its meaning for
   * test tokens is undocumented.
   */
  liveMode?: boolean
  /** Tells the time. Default: the system clock. */
  clock?: () => Date
}

/** What a code grant sends. */
export interface AuthorizationCodeGrant {
  /** `code` of the callback. Secret until it is spent, and single use. */
  code: string
  /** The verifier whose challenge was in the authorization URL. */
  codeVerifier: string
  /** Ask for sandbox credentials. Default: not sent. */
  testToken?: boolean | undefined
  /** Further fields of the form. They never override one of ours. */
  extraParams?: Readonly<Record<string, string>> | undefined
}

/**
 * One application at one provider: the protocol, and nothing kept between calls but a wait the provider asked for.
 *
 * Whatever needs a Client Secret or a redirect URI that the client was made without throws a `TypeError` that
 * names it.
 */
export interface Client {
  /** The application's Client ID. */
  readonly clientId: string
  /** Whether the client was given a Client Secret. */
  readonly hasSecret: boolean
  /** Where the provider sends the browser back, as registered. */
  readonly redirectUri: string
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs: number
  /** The provider of the options, checked and frozen. */
  readonly provider: CheckedProvider
  /** The address of the consent page. Pure. */
  authorizationUrl(parameters: AuthorizationUrlParameters): string
  /**
   * Spends a code. It is sent once, whatever happens.
   *
   * @throws CodeExchangeError `code_rejected`, `client_rejected`, `exchange_outcome_unknown`
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   * @see RFC 6749, section 4.1.3; RFC 7636, section 4.5
   */
  authorizationCodeGrant(grant: AuthorizationCodeGrant): Promise<SellerTokenSet>
  /**
   * Spends a refresh token; the response holds the next one. It is sent once, whatever happens.
   *
   * @throws ReauthorizationRequiredError `reauthorization_required`: refused. If another process renews
   *   the same seller, read your store again before you believe it.
   * @throws CodeExchangeError `client_rejected`
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`;
   *   with `requestSent` the refresh token may be spent.
   * @see RFC 6749, section 6
   */
  refreshTokenGrant(refreshToken: string): Promise<TokenSet>
  /**
   * A token of the application itself, for 6 hours and without a refresh token.
   *
   * @throws CodeExchangeError `client_rejected`
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   * @see RFC 6749, section 4.4
   */
  clientCredentialsGrant(): Promise<TokenSet>
  /**
   * The account an access token belongs to.
   *
   * @throws ReauthorizationRequiredError `reauthorization_required`: the token is not accepted.
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   */
  userInfo(accessToken: string): Promise<SellerProfile>
  /**
   * Revokes a seller's authorization at the provider: its tokens, or the whole grant of the application. Mercado
   * Pago documents no way to do so.
   *
   * @returns `false` when the provider has no revocation, or did not agree.
   * @throws TokenResponseError `token_response_invalid`: the response is a redirect, or far too long.
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   * @see RFC 7009; `authorizationUrlOf` of the provider
   */
  revoke(authorization: Revocation): Promise<boolean>
  /**
   * A 32-byte key of this application for one purpose, derived from the client secret by HKDF
   * (RFC 5869). It is secret.
   *
   * @returns `undefined` when the client secret has fewer than 32 characters: it could be guessed from
   *   what the key seals.
   */
  deriveKey(purpose: string): Uint8Array | undefined
}

/**
 * Makes the client of one application. The secret stays inside: printing the client does not show it.
 *
 * A tool may leave `clientSecret` or `redirectUri` out if it needs none. The flow and `SellerTokens` refuse
 * such a client where they are made.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function createClient(
  options: Partial<ClientOptions> & Pick<ClientOptions, 'clientId'>,
): Client {
  assertObject(options, 'options')
  const application = checkedApplication(options)
  const { provider } = application
  assertOptionalBoolean(options.liveMode, 'liveMode')
  assertOptionalFunction(options.clock, 'clock')
  const { liveMode, clock = () => new Date() } = options
  const transport = createTransport(options)
  // A wait that a visitor's code runs into must not stop renewals.
  const rateLimits: Record<Grant, RateLimit> = {
    authorization_code: createRateLimit(clock),
    refresh_token: createRateLimit(clock),
    client_credentials: createRateLimit(clock),
  }

  async function grant(form: GrantForm, sellerRequired: boolean): Promise<TokenSet> {
    const { grant_type: grantType } = form
    const begun = () => ({ clientId: application.clientId, grantType })
    return await rateLimits[grantType](() =>
      tokenRequests.trace(begun, (note) => issuedTokens(form, sellerRequired, note)),
    )
  }

  /** Sends a token request once, and judges the response. */
  async function issuedTokens(
    form: GrantForm,
    sellerRequired: boolean,
    note: Note<TokenRequestMessage>,
  ): Promise<TokenSet> {
    const http = await transport(tokenRequest(application, form))
    note({ upstreamStatus: http.status })
    assertAvailable(http)
    if (http.status >= 400) throw tokenRefusal(http, form)
    const { sellerIdMember } = provider
    return readTokenResponse(http, {
      receivedAt: clock(),
      sellerIdMember,
      sellerRequired,
      isRenewal: form.grant_type === 'refresh_token',
      liveMode,
    })
  }

  async function userInfo(accessToken: string): Promise<SellerProfile> {
    return await profileOf(transport, provider, accessToken)
  }

  async function named(tokens: TokenSet): Promise<SellerTokenSet> {
    const { sellerId, accessToken } = tokens
    if (sellerId !== undefined) return tokens.of(sellerId)
    try {
      return tokens.of((await userInfo(accessToken)).id)
    } catch (error) {
      // The tokens are not revoked: the server may have returned those of an earlier link.
      if (isProfileRefusal(error)) throw profileRefusal(error)
      throw error
    }
  }

  return Object.freeze<Client>({
    clientId: application.clientId,
    hasSecret: options.clientSecret !== undefined,
    get redirectUri() {
      return application.redirectUri
    },
    timeoutMs: positiveInteger(options.timeoutMs, 'timeoutMs', defaultTimeoutMs),
    provider,
    authorizationUrl: (parameters) => authorizationUrl(application, parameters),
    async authorizationCodeGrant({ code, codeVerifier, testToken, extraParams }) {
      assertString(code, 'code')
      assertCodeVerifier(codeVerifier)
      assertOptionalBoolean(testToken, 'testToken')
      const form: GrantForm = {
        ...extraParams,
        ...(testToken === undefined ? {} : { test_token: String(testToken) }),
        grant_type: 'authorization_code',
        code,
        redirect_uri: application.redirectUri,
        code_verifier: codeVerifier,
      }
      return await named(await grant(form, true).catch(rethrowAsExchange))
    },
    async refreshTokenGrant(refreshToken) {
      assertString(refreshToken, 'refreshToken')
      return await grant({ grant_type: 'refresh_token', refresh_token: refreshToken }, false)
    },
    async clientCredentialsGrant() {
      return await grant({ grant_type: 'client_credentials' }, false)
    },
    userInfo,
    async revoke(authorization) {
      const requests = revocationRequests(application, authorization)
      const responses = await Promise.all(requests.map((request) => transport(request)))
      for (const response of responses) assertAvailable(response)
      return responses.length > 0 && responses.every(({ status }) => status >= 200 && status < 300)
    },
    deriveKey(purpose) {
      const { clientSecret } = application
      if (clientSecret.length < shortestDerivable) return undefined
      return new Uint8Array(hkdfSync('sha256', clientSecret, '', purpose, 32))
    },
  })
}

/** A shorter secret could be found out by guessing, from anything that was made with a key of it. */
const shortestDerivable = 32

/**
 * Checks that the client has what a flow or a renewal needs, so that an app without it does not start.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE`, naming `clientSecret`.
 */
export function assertHasSecret(client: Client): void {
  if (!client.hasSecret) assertString(undefined, 'clientSecret')
}

/** Its secret and its redirect URI throw a `TypeError` when they are read and were not given. */
function checkedApplication(options: Partial<ClientOptions>): Application {
  const { clientId, clientSecret, redirectUri } = options
  assertCredential(clientId, 'clientId')
  if (clientSecret !== undefined) assertCredential(clientSecret, 'clientSecret')
  if (redirectUri !== undefined) checkedRedirectUri(redirectUri)
  return {
    clientId,
    get clientSecret() {
      return given(clientSecret, 'clientSecret')
    },
    get redirectUri() {
      return given(redirectUri, 'redirectUri')
    },
    provider: checkedProvider(
      options.provider === undefined ? mercadoPagoProvider() : options.provider,
    ),
  }
}

function given(value: string | undefined, name: string): string {
  assertString(value, name)
  return value
}

/** When the response was lost, the code may be spent: that is a different failure from a provider that is down. */
function rethrowAsExchange(error: unknown): never {
  if (
    error instanceof UpstreamUnavailableError &&
    error.requestSent &&
    error.upstreamStatus === undefined
  ) {
    throw new CodeExchangeError('exchange_outcome_unknown', { cause: error })
  }
  throw error
}

/** 401, or 403 for a scope that is too small (RFC 6750, section 3.1). */
function isProfileRefusal(error: unknown): error is MercadoPagoOAuthError {
  if (error instanceof TokenResponseError) return error.upstreamStatus === 403
  return error instanceof ReauthorizationRequiredError
}

/** A token that was issued a moment ago is not withdrawn: it may not read the profile. */
function profileRefusal(cause: MercadoPagoOAuthError): CodeExchangeError {
  const message =
    'The profile was refused to a new token, so its seller is not known: check that the scope holds what the profile needs, such as openid.'
  return new CodeExchangeError(
    'client_rejected',
    {
      cause,
      upstreamError: cause.upstreamError,
      upstreamStatus: cause.upstreamStatus,
      upstreamDescription: cause.upstreamDescription,
    },
    message,
  )
}

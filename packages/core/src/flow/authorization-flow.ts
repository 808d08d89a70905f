import { assertHasSecret, type Client } from '../client.ts'
import {
  AuthorizationDeniedError,
  AuthorizationServerError,
  MercadoPagoOAuthError,
  SellerConflictError,
  StateError,
  StoreUnavailableError,
} from '../errors.ts'
import {
  assertFunction,
  assertObject,
  assertOptionalBoolean,
  assertOptionalFunction,
  assertOptionalObject,
  assertOptionalString,
  positiveInteger,
} from '../option.ts'
import { readAuthorizationResponse } from '../protocol/authorization-response.ts'
import { createPkcePair } from '../protocol/pkce.ts'
import { createState } from '../protocol/state.ts'
import type { SellerTokenSet } from '../protocol/token-set.ts'
import { type Attempt, checkedContext, checkedUser } from './attempt.ts'
import { createAttemptCookies } from './attempt-cookies.ts'
import { cookieKeys } from './cookie-keys.ts'
import type { Cookies } from './cookies.ts'
import { assertFixedOptions } from './fixed-options.ts'
import { foreignState } from './foreign-state.ts'
import { MemoryReplayGuard, type ReplayGuard } from './replay-guard.ts'
import { createReturnTo, type ReturnToOptions } from './return-to.ts'
import { createSeal } from './seal.ts'

/** Options of {@link createAuthorizationFlow}. */
export interface AuthorizationFlowOptions extends ReturnToOptions {
  /** Whose attempts these are. */
  client: Client
  /**
   * Secrets of at least 32 characters that encrypt the attempt cookies: the first encrypts, all decrypt. Default: a
   * key derived from the client secret.
   */
  cookieSecrets?: readonly string[]
  /** Makes each attempt single use. Default: in memory, so give a shared one to several machines. */
  replayGuard?: ReplayGuard
  /** How long a seller may take at the consent page, in seconds. Default 600, the life of a code. */
  attemptSeconds?: number
  /** Ask for sandbox credentials (`test_token`). Default: not asked. */
  testToken?: boolean
  /**
   * Let an attempt that began without a signed-in user end as the user who signed in meanwhile. Default `false`: it
   * ends without a user, because anybody may have begun it.
   */
  signInBetween?: boolean
  /** Tells the time. Default: the system clock. */
  clock?: () => Date
}

/** What a start is given. */
export interface StartOptions {
  /** Those of the browser that begins. */
  cookies: Cookies
  /** The id of the app's signed-in user, at most 256 bytes. The same user must come back. */
  user?: string | undefined
  /** Where the app goes afterwards. An address that is not the app's own becomes the default. */
  returnTo?: string | undefined
  /** Anything JSON holds, at most 1 KiB. It comes back from `finish`; the browser cannot read it. */
  context?: unknown
  /** The only seller who may come back, when a known one links again. Default: any. */
  expectedSellerId?: string | undefined
  /** Permissions to ask for. Default: none named. */
  scope?: string | readonly string[] | undefined
  /** Further parameters of the authorization URL. They never override one of ours. */
  extraParams?: Readonly<Record<string, string>> | undefined
}

/** What a start is given where it is known which site sends the browser. */
export interface StartFromAnySite extends StartOptions {
  /**
   * Whether a page of another site sends the browser (`Sec-Fetch-Site: cross-site`). Such an attempt never
   * takes the place of one that began on your own site.
   */
  fromOtherSite: boolean
}

/** What a finish is given. */
export interface FinishOptions {
  /** Those of the browser that came back. */
  cookies: Cookies
  /** The id of the app's signed-in user, as at the start. */
  user?: string | undefined
  /** The query string of the callback as it arrived, with or without `?`: not a parsed object. */
  query: string
  /** Further fields of the token request. They never override one of ours. */
  extraParams?: Readonly<Record<string, string>> | undefined
  /**
   * Takes the tokens of another seller than the expected one, before `seller_mismatch` is thrown. If you have
   * that seller, keep them: the provider may have ended the earlier ones. `SellerTokens.link()` does so when it
   * is given the `expectedSellerId`. Default: they are dropped.
   */
  onOtherSeller?:
    | ((tokens: SellerTokenSet, expectedSellerId: string) => Promise<unknown> | undefined)
    | undefined
}

/** A finished attempt. */
export interface AuthorizationResult {
  /** The seller's tokens, for `SellerTokens.link()` or your own store. */
  tokens: SellerTokenSet
  /** An address of the app itself: path, query and fragment. */
  returnTo: string
  /** What `start` was given. */
  context: unknown
}

/** The browser's way to the consent page and back. */
export interface AuthorizationFlow {
  /**
   * Begins an attempt: sets its cookie and gives the address to redirect to.
   *
   * @returns `undefined` only where another site sends the browser, and it has no room beside the attempts
   *   that began on your own.
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE` for a `context` or `user` that is
   *   too large or is not JSON.
   */
  start(options: StartOptions): { authorizationUrl: string }
  start(options: StartFromAnySite): { authorizationUrl: string } | undefined
  /**
   * Finishes an attempt: checks that the response belongs to it, uses up the attempt, and exchanges the code.
   *
   * @throws CallbackInputError `callback_malformed`
   * @throws StateError `state_missing`, `state_mismatch`, `state_expired`, `state_consumed`, `issuer_mismatch`
   * @throws AuthorizationDeniedError `access_denied`
   * @throws AuthorizationServerError `authorization_error`
   * @throws StoreUnavailableError `store_unavailable`: the replay guard failed, and the code was not sent. The
   *   same callback may be tried again; it is `state_consumed` then if the guard has kept the first try.
   * @throws SellerConflictError `seller_mismatch`: not the expected seller; `onOtherSeller` was given the tokens.
   * @throws CodeExchangeError `code_rejected`, `client_rejected`, `exchange_outcome_unknown`
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   */
  finish(options: FinishOptions): Promise<AuthorizationResult>
  /**
   * Whether the browser began the attempt with this client. Of several clients that share a callback it finds
   * the one to `finish` with. It proves nothing and uses nothing up.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE`: the query is not a string.
   */
  hasAttempt(response: Pick<FinishOptions, 'cookies' | 'query'>): boolean
}

/**
 * Makes the authorization code flow with PKCE of one client. Nothing is kept on the server until an
 * attempt ends.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 * @see RFC 6749, section 4.1; RFC 7636; RFC 9700, section 2.1
 */
export function createAuthorizationFlow(options: AuthorizationFlowOptions): AuthorizationFlow {
  assertObject(options, 'options')
  assertFixedOptions(options)
  assertObject(options.client, 'client')
  assertHasSecret(options.client)
  assertOptionalBoolean(options.testToken, 'testToken')
  assertOptionalBoolean(options.signInBetween, 'signInBetween')
  assertOptionalFunction(options.clock, 'clock')
  assertOptionalObject(options.replayGuard, 'replayGuard')
  const { client, testToken, signInBetween = false, clock = () => new Date() } = options
  const { replayGuard = new MemoryReplayGuard({ clock }) } = options
  assertFunction(replayGuard.claim, 'replayGuard.claim')
  const { provider, redirectUri } = client
  const lifeSeconds = positiveInteger(options.attemptSeconds, 'attemptSeconds', 600)
  const returnTo = createReturnTo(redirectUri, options)
  const attempts = createAttemptCookies({
    client,
    seal: createSeal(cookieKeys(client, options.cookieSecrets)),
    lifeSeconds,
    environment: String(testToken),
    clock,
  })

  function liveAttempt(
    cookies: Cookies,
    name: string,
    state: string,
    user: string | undefined,
  ): Attempt {
    const attempt = attempts.get(cookies, name)
    if (attempt === undefined) {
      throw attempts.isForeign(cookies, state) ? foreignState() : new StateError('state_mismatch')
    }
    if (attempt.expiresAt <= clock()) {
      attempts.drop(cookies, name)
      throw new StateError('state_expired')
    }
    if ('ended' in attempt) throw new StateError('state_consumed')
    const mayBeAnybody = signInBetween && attempt.user === undefined
    if (attempt.user !== user && !mayBeAnybody) throw new StateError('state_mismatch')
    return attempt
  }

  async function consume(cookies: Cookies, name: string, { expiresAt }: Attempt): Promise<void> {
    const isFirst = await claim(replayGuard, name, expiresAt)
    attempts.end(cookies, name, expiresAt)
    if (!isFirst) throw new StateError('state_consumed')
  }

  function start(options: StartOptions): { authorizationUrl: string }
  function start(options: StartFromAnySite): { authorizationUrl: string } | undefined
  function start(
    options: StartOptions & Partial<StartFromAnySite>,
  ): { authorizationUrl: string } | undefined {
    const { cookies, user, expectedSellerId, context, scope, extraParams, fromOtherSite } = options
    assertOptionalString(expectedSellerId, 'expectedSellerId')
    const state = createState()
    const pkce = createPkcePair({ method: provider.codeChallengeMethod })
    const { codeVerifier, codeChallenge } = pkce
    const parameters = { state, codeChallenge, scope, extraParams }
    const authorizationUrl = client.authorizationUrl(parameters)
    const isPut = attempts.put(cookies, attempts.nameOf(state), {
      codeVerifier,
      expiresAt: new Date(clock().getTime() + lifeSeconds * 1000),
      user: checkedUser(user),
      expectedSellerId,
      returnTo: returnTo(options.returnTo),
      context: checkedContext(context),
      fromOtherSite: fromOtherSite || undefined,
    })
    return isPut ? { authorizationUrl } : undefined
  }

  return {
    start,

    async finish({ cookies, user, query, extraParams, onOtherSeller }) {
      const response = readAuthorizationResponse(query)
      const name = attempts.nameOf(response.state)
      const attempt = liveAttempt(cookies, name, response.state, user)
      await consume(cookies, name, attempt)
      const { iss = provider.requireIssuer ? '' : provider.issuer } = response
      if (iss !== provider.issuer) throw new StateError('issuer_mismatch')
      if (response.error !== undefined) throw refusal(response.error, response.description)
      const { codeVerifier, expectedSellerId, returnTo, context } = attempt
      const grant = { code: response.code, codeVerifier, testToken, extraParams }
      const tokens = await client.authorizationCodeGrant(grant)
      if (expectedSellerId !== undefined && expectedSellerId !== tokens.sellerId) {
        await onOtherSeller?.(tokens, expectedSellerId)
        throw new SellerConflictError('seller_mismatch')
      }
      return { tokens, returnTo, context }
    },

    hasAttempt({ cookies, query }) {
      const state = stateOf(query)
      return state !== undefined && cookies.get(attempts.nameOf(state)) !== undefined
    },
  }
}

/** `undefined` where `finish` would refuse the response. */
function stateOf(query: string): string | undefined {
  try {
    return readAuthorizationResponse(query).state
  } catch (error) {
    if (error instanceof MercadoPagoOAuthError) return undefined
    throw error
  }
}

async function claim(guard: ReplayGuard, key: string, expiresAt: Date): Promise<boolean> {
  try {
    return await guard.claim(key, expiresAt)
  } catch (cause) {
    throw new StoreUnavailableError({ cause })
  }
}

function refusal(
  error: string,
  upstreamDescription: string | undefined,
): AuthorizationDeniedError | AuthorizationServerError {
  const upstreamError = /^[\w.-]+$/.test(error) ? error : undefined
  const detail = { upstreamError, upstreamDescription }
  return error === 'access_denied'
    ? new AuthorizationDeniedError(detail)
    : new AuthorizationServerError(detail)
}

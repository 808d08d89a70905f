import type { Client, SellerTokens } from 'mercadopago-oauth'
import {
  AuthorizationDeniedError,
  assertFunction,
  createEndpoints,
  type Endpoints,
  type LinkResult,
  type Reply,
  StateError,
} from 'mercadopago-oauth/adapter'
import OAuth2Strategy from 'passport-oauth2'
import {
  assertNoneUnused,
  assertOwnState,
  clientOf,
  type MercadoPagoAuthenticateOptions,
  type PkceStrategyOptions,
} from './options.ts'
import { type MercadoPagoProfile, passportProfile } from './profile.ts'
import {
  addressOf,
  endpointRequest,
  isSamePath,
  responseOf,
  type StrategyRequest,
  setHeaders,
} from './request.ts'
import {
  type AnyVerify,
  type InlineVerify,
  type InlineVerifyWithRequest,
  type VerifyWithParams,
  type VerifyWithRequestAndParams,
  verdictOf,
} from './verify.ts'

/** What is kept beside passport-oauth2's own fields. */
interface Parts {
  endpoints: Endpoints
  verify: AnyVerify | undefined
  passReqToCallback: boolean
  user: (req: StrategyRequest) => unknown
  mayMove: ((req: StrategyRequest) => boolean | Promise<boolean>) | undefined
  scope: string | string[] | undefined
  scopeSeparator: string
}

/**
 * A Passport strategy for any OAuth 2.0 server that knows PKCE. It is passport-oauth2's strategy in name,
 * options, verify function and the hooks a subclass may override (`authorizationParams`, `tokenParams`,
 * `userProfile`); state, callback parsing and the token request are `mercadopago-oauth`'s.
 *
 * With `sellers` you can omit the verify function: the strategy links the seller and redirects to `returnTo`.
 *
 * A request to the path of `callbackURL`, or to `callbackPath`, ends an attempt; any other starts one. A seller who
 * declines, or a visitor who must sign in first, is Passport's `fail`. So is the authorization response of another
 * application: its strategy may be the next to try. Everything else is Passport's `error`, with the HTTP status of
 * the response in `error.status`.
 */
export class PkceStrategy extends OAuth2Strategy {
  declare private readonly parts: Parts
  /** Of passport-oauth2, missing in its types. */
  declare protected readonly _loadUserProfile: (
    accessToken: string,
    done: (error?: unknown, profile?: unknown) => void,
  ) => void

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: PkceStrategyOptions & { sellers: SellerTokens })
  constructor(options: PkceStrategyOptions & { passReqToCallback?: false }, verify: InlineVerify)
  constructor(
    options: PkceStrategyOptions & { passReqToCallback?: false },
    verify: VerifyWithParams,
  )
  constructor(
    options: PkceStrategyOptions & { passReqToCallback: true },
    verify: InlineVerifyWithRequest,
  )
  constructor(
    options: PkceStrategyOptions & { passReqToCallback: true },
    verify: VerifyWithRequestAndParams,
  )
  constructor(options: PkceStrategyOptions, verify: AnyVerify)
  constructor(options: PkceStrategyOptions, verify?: AnyVerify) {
    assertNoneUnused(options)
    if (verify !== undefined || options.sellers === undefined) assertFunction(verify, 'verify')
    const { passReqToCallback = false, user = ({ user }) => user, mayMove } = options
    const { scope, scopeSeparator = ' ' } = options
    const client = clientOf(options)
    super(baseOptions(options, client), (verify ?? noVerify) as OAuth2Strategy.VerifyFunction)
    this.name = client.provider.name
    // The token never goes into a URL, whatever a subclass asks for by `_oauth2.get`.
    this._oauth2.useAuthorizationHeaderforGET(true)
    if (options.agent !== undefined) this._oauth2.setAgent(options.agent)
    const endpoints = createEndpoints({ ...options, client })
    const parts: Parts = {
      endpoints,
      verify,
      passReqToCallback,
      user,
      mayMove,
      scope,
      scopeSeparator,
    }
    // Not a private field: Passport runs each request on an object derived from this one.
    Object.defineProperty(this, 'parts', { value: parts })
  }

  /**
   * Starts or ends an attempt: Passport calls it. A failure goes to `fail` or `error` and is not thrown;
   * `error.code` is one of core's.
   */
  override authenticate(req: StrategyRequest, options: MercadoPagoAuthenticateOptions = {}): void {
    this.attempt(req, options).catch((error: unknown) => this.error(error))
  }

  /** Reads the profile in Passport's form. A subclass may replace it. */
  override userProfile(
    accessToken: string,
    done: (error?: unknown, profile?: MercadoPagoProfile) => void,
  ): void {
    const { client } = this.parts.endpoints
    client.userInfo(accessToken).then(
      (seller) => done(null, passportProfile(client.provider.name, seller)),
      (error: unknown) => done(error),
    )
  }

  private async attempt(
    req: StrategyRequest,
    options: MercadoPagoAuthenticateOptions,
  ): Promise<void> {
    assertOwnState(options, this.parts.endpoints.client.redirectUri)
    // Checked before the code is spent: without `success()` there would be no way to respond.
    responseOf(req)
    if (this.endsAttempt(req)) await this.finishAttempt(req, options)
    else await this.startAttempt(req, options)
  }

  /** Not judged by what is missing: a callback without its parameters is refused, it starts nothing. */
  private endsAttempt(req: StrategyRequest): boolean {
    return isSamePath(req, this.parts.endpoints.callbackPath)
  }

  private async startAttempt(
    req: StrategyRequest,
    options: MercadoPagoAuthenticateOptions,
  ): Promise<void> {
    const { endpoints, user, scope, scopeSeparator } = this.parts
    const { query } = addressOf(req)
    const asked = options.scope ?? scope
    const reply = await endpoints.connect({
      ...endpointRequest(req),
      user: () => user(req),
      returnTo: options.returnTo ?? new URLSearchParams(query).get('returnTo') ?? undefined,
      expectedSellerId: options.expectedSellerId,
      context: options.context ?? options.state,
      scope: Array.isArray(asked) ? asked.join(scopeSeparator) : asked,
      extraParams: { ...this.authorizationParams(options) },
    })
    this.respond(req, reply)
  }

  private async finishAttempt(
    req: StrategyRequest,
    options: MercadoPagoAuthenticateOptions,
  ): Promise<void> {
    const { endpoints, verify, user, mayMove } = this.parts
    const outcome = await endpoints.callback({
      ...endpointRequest(req),
      query: addressOf(req).query,
      user: () => user(req),
      mayMove: mayMove && (() => mayMove(req)),
      extraParams: { ...this.tokenParams(options) },
    })
    if (outcome.reply !== undefined) return this.respond(req, outcome.reply, outcome.isForeign)
    // Before the profile and the verify function, which may fail: the code is spent.
    setHeaders(responseOf(req), outcome.headers)
    if (verify === undefined) this.redirect(outcome.result.returnTo)
    else await this.verified(req, verify, outcome.result)
  }

  /** Passes a reply to Passport's methods. */
  private respond(req: StrategyRequest, reply: Reply, isForeign = false): void {
    const { status, headers, body, error } = reply
    const response = responseOf(req)
    setHeaders(response, headers)
    const [, location] = headers.find(([name]) => name === 'Location') ?? []
    if (location !== undefined) {
      this.redirect(location, status)
    } else if (
      error instanceof AuthorizationDeniedError ||
      (isForeign && error instanceof StateError)
    ) {
      this.fail({ message: error.message, code: error.code }, status)
    } else if (error !== undefined) {
      this.error(error)
    } else if (status === 403) {
      this.fail({ message: body.trim() }, status)
    } else {
      response.statusCode = status
      response.end(body)
    }
  }

  /** Lets the app's verify function decide who the seller is to the app. */
  private async verified(
    req: StrategyRequest,
    verify: AnyVerify,
    { tokens, returnTo, context }: LinkResult,
  ): Promise<void> {
    const profile = await this.profileOf(tokens.accessToken)
    const { passReqToCallback } = this.parts
    const { user, info } = await verdictOf(
      verify,
      passReqToCallback ? req : undefined,
      tokens,
      profile,
    )
    if (!user) this.fail(info)
    else {
      const state = context === undefined ? {} : { state: context }
      this.success(user, { ...info, ...state, returnTo })
    }
  }

  /** By passport-oauth2's own rule for `skipUserProfile`, and the subclass's `userProfile`. */
  private profileOf(accessToken: string): Promise<MercadoPagoProfile> {
    return new Promise((resolve, reject) => {
      this._loadUserProfile(accessToken, (error, profile) => {
        if (error) reject(error)
        else resolve(profile as MercadoPagoProfile)
      })
    })
  }
}

/** The base class demands a verify function. Only its own `authenticate`, which is replaced here, would call it. */
function noVerify(): void {}

/** The base class builds its own HTTP client. It gets no secret, so it has none to print or to send. */
function baseOptions(
  { skipUserProfile }: PkceStrategyOptions,
  { clientId, redirectUri, provider }: Client,
): OAuth2Strategy.StrategyOptions {
  return {
    clientID: clientId,
    clientSecret: '',
    callbackURL: redirectUri,
    authorizationURL: provider.authorizationEndpoint,
    tokenURL: provider.tokenEndpoint,
    skipUserProfile,
  }
}

import {
  AuthorizationDeniedError,
  type AuthorizationFlow,
  type AuthorizationResult,
  CallbackInputError,
  type Client,
  createAuthorizationFlow,
  type SellerTokens,
} from 'mercadopago-oauth'
import OAuth2Strategy from 'passport-oauth2'
import { cookiesOf } from './cookies.ts'
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
  isSamePath,
  responseOf,
  type StrategyRequest,
  userOfRequest,
} from './request.ts'
import {
  type AnyVerify,
  type Verify,
  type VerifyWithParams,
  type VerifyWithRequest,
  type VerifyWithRequestAndParams,
  verdictOf,
} from './verify.ts'

/** What is kept beside passport-oauth2's own fields. */
interface Parts {
  client: Client
  flow: AuthorizationFlow
  /** Of the callback URL. */
  callbackPath: string
  verify: AnyVerify
  passReqToCallback: boolean
  user: (req: StrategyRequest) => string | undefined
  scope: string | string[] | undefined
  scopeSeparator: string
  sellers: SellerTokens | undefined
  mayMove: ((req: StrategyRequest) => boolean) | undefined
}

/**
 * A Passport strategy for any OAuth 2.0 server that knows PKCE. It is passport-oauth2's strategy in name,
 * options, verify function and the hooks a subclass may override (`authorizationParams`, `tokenParams`,
 * `userProfile`); state, callback parsing and the token request are `mercadopago-oauth`'s.
 *
 * A request to the path of `callbackURL`, or one that carries `code`, `state` or `error`, ends an attempt;
 * any other starts one. A seller who says no is Passport's `fail`, everything else its `error`, with the
 * HTTP status to answer in `error.status`.
 */
export class PkceStrategy extends OAuth2Strategy {
  declare private readonly parts: Parts
  /** Of passport-oauth2, missing in its types. */
  declare protected readonly _loadUserProfile: (
    accessToken: string,
    done: (error?: unknown, profile?: unknown) => void,
  ) => void

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: PkceStrategyOptions & { passReqToCallback?: false }, verify: Verify)
  constructor(
    options: PkceStrategyOptions & { passReqToCallback?: false },
    verify: VerifyWithParams,
  )
  constructor(options: PkceStrategyOptions & { passReqToCallback: true }, verify: VerifyWithRequest)
  constructor(
    options: PkceStrategyOptions & { passReqToCallback: true },
    verify: VerifyWithRequestAndParams,
  )
  constructor(options: PkceStrategyOptions, verify: AnyVerify)
  constructor(options: PkceStrategyOptions, verify: AnyVerify) {
    assertNoneUnused(options)
    const { passReqToCallback = false, user = userOfRequest, scope, scopeSeparator = ' ' } = options
    const { sellers, mayMove } = options
    const client = clientOf(options)
    super(baseOptions(options, client), verify as OAuth2Strategy.VerifyFunction)
    this.name = client.provider.name
    // The token never goes into a URL, whatever a subclass asks for by `_oauth2.get`.
    this._oauth2.useAuthorizationHeaderforGET(true)
    if (options.agent !== undefined) this._oauth2.setAgent(options.agent)
    // The sellers' store also makes each attempt single use on all machines.
    const replayGuard = options.replayGuard ?? sellers
    const flow = createAuthorizationFlow({
      ...options,
      client,
      ...(replayGuard && { replayGuard }),
    })
    const parts: Parts = {
      ...{ client, flow, verify, passReqToCallback, user, scope, scopeSeparator, sellers, mayMove },
      callbackPath: new URL(client.redirectUri).pathname,
    }
    // Not a private field: Passport runs each request on an object derived from this one.
    Object.defineProperty(this, 'parts', { value: parts })
  }

  /**
   * Starts or ends an attempt: Passport calls it. A failure goes to `fail` or `error` and is not thrown;
   * `error.code` is one of core's.
   */
  override authenticate(req: StrategyRequest, options: MercadoPagoAuthenticateOptions = {}): void {
    try {
      assertOwnState(options, this.parts.client.redirectUri)
      if (this.endsAttempt(req)) void this.finishAttempt(req, options)
      else this.startAttempt(req, options)
    } catch (error) {
      this.error(error)
    }
  }

  /** Reads the profile in Passport's form. A subclass may replace it. */
  override userProfile(
    accessToken: string,
    done: (error?: unknown, profile?: MercadoPagoProfile) => void,
  ): void {
    const { client } = this.parts
    client.userInfo(accessToken).then(
      (seller) => done(null, passportProfile(client.provider.name, seller)),
      (error: unknown) => done(error),
    )
  }

  /** Not judged by what is missing: a callback without its parameters is refused, it starts nothing. */
  private endsAttempt(req: StrategyRequest): boolean {
    const { path, query } = addressOf(req)
    if (isSamePath(path, this.parts.callbackPath)) return true
    const params = new URLSearchParams(query)
    return ['code', 'state', 'error'].some((name) => params.has(name))
  }

  private startAttempt(req: StrategyRequest, options: MercadoPagoAuthenticateOptions): void {
    const { flow, user, scope, scopeSeparator } = this.parts
    const asked = options.scope ?? scope
    const response = responseOf(req)
    const { authorizationUrl } = flow.start({
      cookies: cookiesOf(req, response),
      user: user(req),
      returnTo: options.returnTo,
      expectedSellerId: options.expectedSellerId,
      context: options.context ?? options.state,
      scope: Array.isArray(asked) ? asked.join(scopeSeparator) : asked,
      extraParams: { ...this.authorizationParams(options) },
    })
    response.setHeader('Cache-Control', 'no-store')
    this.redirect(authorizationUrl)
  }

  private async finishAttempt(
    req: StrategyRequest,
    options: MercadoPagoAuthenticateOptions,
  ): Promise<void> {
    try {
      const { tokens, returnTo, context } = await this.authorizationResult(req, options)
      const profile = await this.profileOf(tokens.accessToken)
      const { verify, passReqToCallback } = this.parts
      const request = passReqToCallback ? req : undefined
      const { user, info } = await verdictOf(verify, request, tokens, profile)
      if (!user) this.fail(info)
      else
        this.success(user, {
          ...info,
          ...(context === undefined ? {} : { state: context }),
          returnTo,
        })
    } catch (error) {
      if (error instanceof AuthorizationDeniedError) {
        this.fail({ message: error.message, code: error.code }, error.status)
      } else {
        this.error(error)
      }
    }
  }

  private async authorizationResult(
    req: StrategyRequest,
    options: MercadoPagoAuthenticateOptions,
  ): Promise<AuthorizationResult> {
    const { flow, user, sellers, mayMove } = this.parts
    const owner = user(req)
    const response = responseOf(req)
    // The address holds the code and the state: nobody may keep it or be told of it.
    response.setHeader('Cache-Control', 'no-store')
    response.setHeader('Referrer-Policy', 'no-referrer')
    if (req.method !== 'GET') throw new CallbackInputError('callback_method')
    const result = await flow.finish({
      cookies: cookiesOf(req, response),
      user: owner,
      query: addressOf(req).query,
      extraParams: { ...this.tokenParams(options) },
    })
    // Before the profile and the verify function, which may fail: the code is spent.
    await sellers?.link(result.tokens, { owner, move: mayMove?.(req) })
    return result
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

/** The base builds an HTTP client of its own: it gets no secret, so it has none to print or to send. */
function baseOptions(
  { callbackURL, clientID, skipUserProfile }: PkceStrategyOptions,
  { provider }: Client,
): OAuth2Strategy.StrategyOptions {
  return {
    clientID,
    clientSecret: '',
    callbackURL,
    authorizationURL: provider.authorizationEndpoint,
    tokenURL: provider.tokenEndpoint,
    skipUserProfile,
  }
}

import type { Client } from 'mercadopago-oauth'
import {
  type ApplicationOptions,
  applicationClient,
  type EndpointSettings,
} from 'mercadopago-oauth/adapter'
import type { AuthenticateOptions } from 'passport'
import type { StrategyRequest } from './request.ts'

/**
 * Options of {@link PkceStrategy}, in the names that Passport's world uses. `clientID`, `clientSecret` and
 * `callbackURL` are required, unless `sellers` is given alone: then its client is used.
 */
export interface PkceStrategyOptions
  extends Omit<ApplicationOptions, 'clientId' | 'redirectUri'>,
    Omit<EndpointSettings, 'scope' | 'webhookSecret' | 'onNotification'> {
  /** The application's Client ID. */
  clientID?: string
  /** Absolute https URL, exactly as registered; http only on loopback. Its path is what ends an attempt. */
  callbackURL?: string
  /** Permissions to ask for. Default: none named, so the application's own settings decide. */
  scope?: string | string[]
  /** Between the words of a list of scopes. Default a space. */
  scopeSeparator?: string
  /** Give the request to the verify function, first. Default `false`. */
  passReqToCallback?: boolean
  /** Do not read the profile, which then is `undefined`: `true`, or a function that decides. Default `false`. */
  skipUserProfile?: boolean | SkipUserProfile
  /**
   * Finds the app's signed-in user. An attempt is bound to this user. Return an id, or an object that has one.
   * Default: `req.user`.
   */
  user?: (req: StrategyRequest) => unknown
  /** Decides whether a seller that is linked to another user may move to this one. Default: no. */
  mayMove?: (req: StrategyRequest) => boolean | Promise<boolean>
}

/** Decides by its response, or for an access token by `done(error, skip)`. */
export type SkipUserProfile =
  | (() => boolean)
  | ((accessToken: string, done: (error?: unknown, skip?: boolean) => void) => void)

/**
 * Options of `passport.authenticate` and `passport.authorize`, beside Passport's own. In TypeScript give
 * them this type first: Passport's own types refuse properties they do not know.
 */
export interface MercadoPagoAuthenticateOptions extends AuthenticateOptions {
  /**
   * App data: anything JSON holds, at most 1 KiB. It comes back as `info.state` and `req.authInfo.state`.
   * An object given as `state`, passport-oauth2's name for it, means the same.
   */
  context?: unknown
  /**
   * Where the browser is redirected afterwards: by the strategy where it has no verify function, otherwise by you, from
   * `info.returnTo`. A URL on another site becomes the default. Default: the query's `returnTo`.
   */
  returnTo?: string | undefined
  /** The only seller who may come back, when a known one links again; another is `seller_mismatch`. Default: any. */
  expectedSellerId?: string | undefined
}

/** Core's client, under the names of Passport's world; a mistake is reported under those names too. */
export function clientOf({ clientID, callbackURL, ...options }: PkceStrategyOptions): Client {
  try {
    // Core also makes clients without one, for which a strategy has no use.
    if (clientID !== undefined && callbackURL === undefined) throw missing('redirectUri')
    const names = { clientId: clientID, redirectUri: callbackURL }
    return applicationClient({ ...options, ...names } as ApplicationOptions)
  } catch (error) {
    throw renamed(error)
  }
}

const names: Readonly<Record<string, string>> = { clientId: 'clientID', redirectUri: 'callbackURL' }

/** Core's messages are the name of the option in quotes, and what it must be. */
function renamed(error: unknown): unknown {
  if (!(error instanceof TypeError) || !('option' in error)) return error
  const { option, message } = error as TypeError & { option: string }
  const name = names[option]
  if (name === undefined) return error
  error.message = `"${name}"${message.slice(`"${option}"`.length)}`
  return Object.assign(error, { option: name })
}

/** Settings of passport-oauth2 that mean nothing here. Refused, so that nobody relies on them. */
export function assertNoneUnused(options: object): void {
  const { store, proxy } = options as Record<string, unknown>
  if (store !== undefined && store !== true) {
    throw invalid(
      '"store" is not used: attempts live in sealed cookies, and "replayGuard" is shared',
    )
  }
  if (proxy !== undefined) throw invalid('"proxy" is not used: "callbackURL" is absolute')
}

/** Per-request settings that would replace what belongs to the attempt. */
export function assertOwnState(options: object, callbackURL: string): void {
  const { state, callbackURL: asked = callbackURL } = options as Record<string, unknown>
  if (state !== undefined && (typeof state !== 'object' || state === null)) {
    throw invalid('"state" must be an object of app data: the OAuth state itself is made here')
  }
  if (asked !== callbackURL) throw invalid('"callbackURL" is fixed when the strategy is made')
}

function missing(option: string): TypeError {
  const error = new TypeError(`"${option}" must be a string`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE', option })
}

function invalid(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
}

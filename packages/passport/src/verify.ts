import type { SellerTokenSet } from 'mercadopago-oauth'
import type OAuth2Strategy from 'passport-oauth2'
import type { MercadoPagoProfile } from './profile.ts'
import type { StrategyRequest } from './request.ts'
import { type TokenParams, tokenParams } from './token-params.ts'

/** `done(error)`, `done(null, user, info?)`, or `done(null, false, info?)` to refuse. */
export type VerifyCallback = OAuth2Strategy.VerifyCallback

/**
 * `(accessToken, refreshToken, profile, done)`. It calls `done`, or is async and returns the user; then
 * `done` may be left out.
 */
export type Verify = (
  accessToken: string,
  refreshToken: string | undefined,
  profile: MercadoPagoProfile,
  done: VerifyCallback,
) => unknown

/** The same with the token response before the profile: it takes five arguments. */
export type VerifyWithParams = (
  accessToken: string,
  refreshToken: string | undefined,
  params: TokenParams,
  profile: MercadoPagoProfile,
  done: VerifyCallback,
) => unknown

/** With `passReqToCallback`: the request comes first. */
export type VerifyWithRequest = (
  req: StrategyRequest,
  accessToken: string,
  refreshToken: string | undefined,
  profile: MercadoPagoProfile,
  done: VerifyCallback,
) => unknown

/** With `passReqToCallback` and the token response: it takes six arguments. */
export type VerifyWithRequestAndParams = (
  req: StrategyRequest,
  accessToken: string,
  refreshToken: string | undefined,
  params: TokenParams,
  profile: MercadoPagoProfile,
  done: VerifyCallback,
) => unknown

/**
 * A verify function written in place: TypeScript infers the parameters of one with four arguments from
 * {@link Verify}, and those of one with five from the first signature here. The second signature keeps a
 * function of four arguments away from the first; no function has to satisfy both.
 */
export type InlineVerify =
  | Verify
  | {
      (...given: Parameters<VerifyWithParams>): unknown
      <_>(...given: Parameters<Verify>): unknown
    }

/** The same with `passReqToCallback`: five arguments or six. */
export type InlineVerifyWithRequest =
  | VerifyWithRequest
  | {
      (...given: Parameters<VerifyWithRequestAndParams>): unknown
      <_>(...given: Parameters<VerifyWithRequest>): unknown
    }

export type AnyVerify = Verify | VerifyWithParams | VerifyWithRequest | VerifyWithRequestAndParams

/** The result of a verify function; without a user, it refused. */
export interface Verdict {
  user: Express.User | false | null | undefined
  info: object | undefined
}

/**
 * Asks the app's verify function, by passport-oauth2's rule: one that takes five arguments (six with the
 * request) is given the token response too. Its first word counts, whether it comes by `done`, by the
 * returned promise, or as an exception.
 */
export function verdictOf(
  verify: AnyVerify,
  request: StrategyRequest | undefined,
  tokens: SellerTokenSet,
  profile: MercadoPagoProfile,
): Promise<Verdict> {
  const leading = request === undefined ? [] : [request]
  const params = verify.length === leading.length + 5 ? [tokenParams(tokens)] : []
  const given = [...leading, tokens.accessToken, tokens.refreshToken, ...params, profile]
  const declaresDone = verify.length > given.length
  return new Promise((resolve, reject) => {
    const done: VerifyCallback = (error, user, info) => {
      if (error) reject(error)
      else resolve({ user, info })
    }
    const returned: unknown = Reflect.apply(verify, undefined, [...given, done])
    // Where `done` may come, a plain return value means nothing: it is often some query object. A
    // wrapped function may not tell how many arguments it takes.
    const mayCallDone = declaresDone || verify.length === 0
    if (mayCallDone && !(returned instanceof Promise)) return
    Promise.resolve(returned as Verdict['user']).then((user) => {
      if (user !== undefined || !declaresDone) resolve({ user, info: undefined })
    }, reject)
  })
}

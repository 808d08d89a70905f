import type { Middleware } from 'koa'
import type { NotedState } from '../../request-log.ts'

/** The error codes that the WSO2 endpoints of the sandbox return. */
export type OAuthErrorCode =
  | 'insufficient_scope'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'unauthorized_client'
  | 'unsupported_grant_type'

/** A refusal of an endpoint. The descriptions say what WSO2's say, in words of ours. */
export class OAuthError extends Error {
  readonly error: OAuthErrorCode
  readonly status: number
  /** The `WWW-Authenticate` header of the response. */
  readonly challenge: string | undefined

  constructor(error: OAuthErrorCode, description: string, status = 400, challenge?: string) {
    super(description)
    this.error = error
    this.status = status
    this.challenge = challenge
  }
}

export function invalidRequest(description: string): OAuthError {
  return new OAuthError('invalid_request', description)
}

export function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description)
}

export function invalidClient(): OAuthError {
  const challenge = 'Basic realm="WSO2 sandbox"'
  return new OAuthError('invalid_client', 'Client Authentication failed.', 401, challenge)
}

export function bearerRefusal(
  error: 'insufficient_scope' | 'invalid_token',
  description: string,
): OAuthError {
  const status = error === 'invalid_token' ? 401 : 403
  return new OAuthError(error, description, status, `Bearer error="${error}"`)
}

/** Middleware that turns a thrown `OAuthError` into the response. */
export function respondWithOAuthErrors(): Middleware<NotedState> {
  return async function oauthErrors(ctx, next) {
    // Also on errors, so before anything can throw (RFC 6749, section 5.1).
    ctx.set('cache-control', 'no-store')
    try {
      await next()
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      ctx.state.notes.error = error.error
      ctx.status = error.status
      if (error.challenge !== undefined) ctx.set('www-authenticate', error.challenge)
      ctx.body = { error: error.error, error_description: error.message }
    }
  }
}

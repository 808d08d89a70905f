import type { Context, Middleware } from 'koa'
import { type FaultRefusal, faultRefusals } from '../faults/fault-refusal.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'

/** A refusal of the token endpoint. */
export class TokenError extends Error {
  /** The error code of the answer. */
  readonly error: string
  readonly status: number

  constructor(error: string, message: string, status = 400) {
    super(message)
    this.error = error
    this.status = status
  }
}

/** One text for every reason: a stranger with a code learns nothing from it. */
export function invalidGrant(): TokenError {
  return refusedBy(faultRefusals.invalid_grant)
}

export function invalidClient(): TokenError {
  return refusedBy(faultRefusals.invalid_client)
}

export function missingBasics(names: readonly string[]): TokenError {
  return new TokenError(
    'invalid_request',
    `the following parameters are required: grant_type, client_id, client_secret. Missing parameters: ${names.join(', ')}`,
  )
}

/** Recorded for `code_verifier`; the same words for the others are an assumption. */
export function missingParameter(name: string): TokenError {
  return new TokenError('invalid_request', `${name} is a required parameter`)
}

// The texts below are ours: nobody has put the real ones on record.

export function malformedParameter(name: string): TokenError {
  return new TokenError('invalid_request', `${name} is malformed or repeated`)
}

export function unknownParameter(): TokenError {
  return new TokenError('invalid_request', 'there is a parameter that was not asked for')
}

export function wrongVerifier(): TokenError {
  return new TokenError('invalid_request', 'code_verifier does not match the code_challenge')
}

/** The code is in a sample of the reference, and the text is the one of `invalid_grant`. */
export function expiredGrant(): TokenError {
  return new TokenError('expired_grant', invalidGrant().message)
}

export function unreadableBody(status: number): TokenError {
  return status === 413
    ? new TokenError('invalid_request', 'the body is too large', 413)
    : new TokenError('invalid_request', 'the body is not readable as its content type')
}

export function unsupportedGrantType(): TokenError {
  return refusedBy(faultRefusals.unsupported_grant_type)
}

export function flowDisabled(flow: string): TokenError {
  return new TokenError('unauthorized_client', `the application does not allow the flow ${flow}`)
}

/** How a fault refuses a token request. */
export function refuseAsTokenEndpoint(_ctx: Context, refusal: FaultRefusal): never {
  throw refusedBy(refusal)
}

function refusedBy({ error, message, status }: FaultRefusal): TokenError {
  return new TokenError(error, message, status)
}

/** Middleware that turns a thrown `TokenError` into the answer. */
export function answerTokenErrors(switches: Switches): Middleware<NotedState> {
  return async function tokenErrors(ctx, next) {
    // Also on errors, so before anything can throw (RFC 6749, section 5.1).
    ctx.set('cache-control', 'no-store')
    try {
      await next()
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      ctx.state.notes.error = error.error
      ctx.status = statusOf(error, switches)
      ctx.body = bodyOf(error, ctx.status, switches)
    }
  }
}

function statusOf({ error, status }: TokenError, { invalidClientStatus }: Switches): number {
  return error === 'invalid_client' ? Number(invalidClientStatus) : status
}

function bodyOf({ error, message }: TokenError, status: number, { errorShape }: Switches): object {
  if (errorShape === 'errorKey') return { message, status, errorKey: error, cause: [] }
  if (errorShape === 'error_description') {
    return { error_description: message, error, status, cause: [] }
  }
  return { message, error, status, cause: [] }
}

import { type FaultRefusal, faultRefusals } from '../faults/fault-refusal.ts'
import type { Switches } from '../switches/switches.ts'
import { EndpointError } from './endpoint-error.ts'

/** One text for every reason: a stranger with a code learns nothing from it. */
export function invalidGrant(): EndpointError {
  return refusedBy(faultRefusals.invalid_grant)
}

export function invalidClient(): EndpointError {
  return refusedBy(faultRefusals.invalid_client)
}

export function missingBasics(names: readonly string[]): EndpointError {
  return new EndpointError(
    'invalid_request',
    `the following parameters are required: grant_type, client_id, client_secret. Missing parameters: ${names.join(', ')}`,
  )
}

/** Recorded for `code_verifier`; the same words for the others are an assumption. */
export function missingParameter(name: string): EndpointError {
  return new EndpointError('invalid_request', `${name} is a required parameter`)
}

// The texts below are ours: nobody has put the real ones on record.

export function malformedParameter(name: string): EndpointError {
  return new EndpointError('invalid_request', `${name} is malformed or repeated`)
}

export function unknownParameter(): EndpointError {
  return new EndpointError('invalid_request', 'the request has an unknown parameter')
}

export function wrongVerifier(): EndpointError {
  return new EndpointError('invalid_request', 'code_verifier does not match the code_challenge')
}

/** The code is in a sample of the reference, and the text is the one of `invalid_grant`. */
export function expiredGrant(): EndpointError {
  return new EndpointError('expired_grant', invalidGrant().message)
}

export function unreadableBody(status: number): EndpointError {
  return status === 413
    ? new EndpointError('invalid_request', 'the body is too large', 413)
    : new EndpointError('invalid_request', 'the body does not match its content type')
}

export function unsupportedGrantType(): EndpointError {
  return refusedBy(faultRefusals.unsupported_grant_type)
}

/** The reference's code for a grant that is no more. */
export function noGrant(): EndpointError {
  return refusedBy(faultRefusals.unauthorized_client)
}

export function invalidScope(): EndpointError {
  return refusedBy(faultRefusals.invalid_scope)
}

export function flowDisabled(flow: string): EndpointError {
  return new EndpointError('unauthorized_client', `the application does not allow the flow ${flow}`)
}

function refusedBy({ error, message, status }: FaultRefusal): EndpointError {
  return new EndpointError(error, message, status)
}

/** The body in the shape that the switches ask for. */
export function tokenErrorBody(
  refused: EndpointError,
  { errorShape, invalidClientStatus }: Switches,
): Record<string, unknown> & { status: number } {
  const { error, message } = refused
  const status = error === 'invalid_client' ? Number(invalidClientStatus) : refused.status
  if (errorShape === 'errorKey') return { message, status, errorKey: error, cause: [] }
  if (errorShape === 'error_description') {
    return { error_description: message, error, status, cause: [] }
  }
  return { message, error, status, cause: [] }
}

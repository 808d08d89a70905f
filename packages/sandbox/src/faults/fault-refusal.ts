import type { RefusalKind } from './fault.ts'

/** The refusal of a fault, before the endpoint puts it into the endpoint's error format. */
export interface FaultRefusal {
  readonly status: number
  /** The error code. */
  readonly error: string
  readonly message: string
}

// invalid_grant, invalid_client and local_rate_limited are on record; the other texts are ours.
export const faultRefusals: Record<RefusalKind, FaultRefusal> = {
  invalid_client: badRequest('invalid_client', 'invalid client_id or client_secret'),
  invalid_grant: badRequest(
    'invalid_grant',
    'Error validating grant. Your authorization code or refresh token may be expired or it was already used.',
  ),
  invalid_request: badRequest(
    'invalid_request',
    'a parameter is missing, unsupported or malformed',
  ),
  invalid_scope: badRequest('invalid_scope', 'the scope is not one of offline_access, write, read'),
  unauthorized_client: badRequest(
    'unauthorized_client',
    'the user has not given the application access',
  ),
  unsupported_grant_type: badRequest(
    'unsupported_grant_type',
    'grant_type must be authorization_code, refresh_token or client_credentials',
  ),
  unauthorized: { status: 401, error: 'unauthorized', message: 'invalid access token' },
  rate_limited: { status: 429, error: 'local_rate_limited', message: 'too many requests' },
  server_error: { status: 500, error: 'internal_server_error', message: 'internal server error' },
  unavailable: { status: 503, error: 'service_unavailable', message: 'service unavailable' },
  forbidden: { status: 403, error: 'forbidden', message: 'forbidden' },
}

function badRequest(error: string, message: string): FaultRefusal {
  return { status: 400, error, message }
}

import { EndpointError } from './endpoint-error.ts'

/** The shape of Mercado Pago's older APIs, with the codes of the reference of preferences. */
export function checkoutErrorBody({ message, error, status }: EndpointError): {
  message: string
  error: string
  status: number
  cause: never[]
} {
  return { message, error, status, cause: [] }
}

export function accessDenied(): EndpointError {
  return new EndpointError('invalid_access_token', 'access denied', 401)
}

export function missingScope(scope: string): EndpointError {
  return new EndpointError('forbidden', `the access token has no scope ${scope}`, 403)
}

export function preferenceNotFound(): EndpointError {
  return new EndpointError('invalid_id', 'preference_id not found', 404)
}

export function invalidItems(message: string): EndpointError {
  return new EndpointError('invalid_items', message)
}

export function invalidMarketplaceFee(message: string): EndpointError {
  return new EndpointError('invalid_marketplace_fee', message)
}

export function invalidBackUrls(message: string): EndpointError {
  return new EndpointError('invalid_back_urls', message)
}

export function invalidBody(): EndpointError {
  return new EndpointError('bad_request', 'the body is not a JSON object')
}

import { EndpointError } from './endpoint-error.ts'

/** The shape that Mercado Libre documents for its APIs. */
export function resourceErrorBody({ status, error, message }: EndpointError): {
  status: number
  error: string
  message: string
  code: string
} {
  return { status, error, message, code: error.toUpperCase() }
}

export function invalidAccessToken(): EndpointError {
  return new EndpointError('unauthorized', 'invalid access token', 401)
}

import type { FaultKind } from './faults/fault.ts'

/** The fields that an endpoint adds to the log entry of a request. */
export interface RequestNotes {
  /** A grant type of RFC 6749; absent when the request named none, or another. */
  grantType?: string
  /** Only of an application that exists: anything else could be a secret in the wrong field. */
  clientId?: string
  /** Whose account the request was about, once that is known. */
  sellerId?: number
  /** The error code of the response. */
  error?: string
  /** What was wrong with an authorization request, as on the page. */
  explanation?: string
  /** The fault that struck, asked for by `sandbox.fail()`. */
  fault?: FaultKind
}

/** A request to the authorization server, without a secret, code, verifier, state or token. */
export interface LoggedRequest extends Readonly<RequestNotes> {
  /** Such as `GET`. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Status of the response; absent when the connection was cut instead. */
  readonly status?: number
  /** When the response was ready, by the sandbox's clock. */
  readonly at: Date
}

import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import { en } from '../words/en.ts'
import type { FailureCode } from '../words/failure-code.ts'

/** A failure as far as a browser may know it. */
export interface Failure {
  code: FailureCode
  status: number
  headers: Readonly<Record<string, string>>
}

/** A failure of the marketplace itself, beside those of the library. */
abstract class FeriaError extends Error {
  abstract readonly code: FailureCode
  abstract readonly status: number
}

/** For an address that leads nowhere. */
export class NoSuchPage extends FeriaError {
  readonly code = 'no_such_page'
  readonly status = 404
}

/** For a form that was not sent from a page of ours. */
export class ForeignForm extends FeriaError {
  readonly code = 'foreign_form'
  readonly status = 403
}

/** For a form that no page of ours could have sent. */
export class FormUnreadable extends FeriaError {
  readonly code = 'form_unreadable'
  readonly status = 400
}

/** Mercado Pago does not take a checkout as it is. */
export class CheckoutRefused extends FeriaError {
  readonly code = 'checkout_refused'
  readonly status = 422
}

/** Mercado Pago had this checkout before, and does not tell what became of it. */
export class CheckoutSentBefore extends FeriaError {
  readonly code = 'checkout_sent_before'
  readonly status = 409
}

/** What a browser is told. Failures on our side are logged, by code alone: a stack may hold secrets. */
export function readFailure(error: unknown): Failure {
  const failure = classify(error)
  if (failure.status >= 500) console.error(`Feria failed: ${failure.code}`)
  return failure
}

function classify(error: unknown): Failure {
  if (error instanceof MercadoPagoOAuthError) {
    const { code, status, headers } = error
    return { code: isFailureCode(code) ? code : 'unexpected', status, headers }
  }
  if (error instanceof FeriaError) {
    return { code: error.code, status: error.status, headers: {} }
  }
  // Express and Koa set a status on their own errors, for example for a URL that is not UTF-8.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  return status >= 400 && status < 500
    ? { code: 'no_such_page', status: 404, headers: {} }
    : { code: 'unexpected', status: 500, headers: {} }
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(en.failures, code)
}

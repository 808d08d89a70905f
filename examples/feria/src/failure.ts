import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import { type FailureCode, failureWords } from './failure-words.ts'

/** A failure as far as a browser may know it. */
export interface Failure {
  code: FailureCode
  status: number
  headers: Readonly<Record<string, string>>
}

/** For an address that leads nowhere. */
export class NoSuchPage extends Error {
  readonly status: number = 404
}

/** For a form that was not sent from a page of ours. */
export class ForeignForm extends Error {
  readonly status: number = 403
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
  if (error instanceof ForeignForm) {
    return { code: 'foreign_form', status: error.status, headers: {} }
  }
  // Express and Koa put a status on the errors of their own, such as an address that is no UTF-8.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  return status >= 400 && status < 500
    ? { code: 'no_such_page', status: 404, headers: {} }
    : { code: 'unexpected', status: 500, headers: {} }
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(failureWords, code)
}

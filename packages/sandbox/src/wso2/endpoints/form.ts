import { bodyParser } from '@koa/bodyparser'
import type { Middleware } from 'koa'
import { invalidRequest, OAuthError } from './oauth-error.ts'

/** The fields of a form. Those nobody asks for are ignored. */
export class Form {
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(body: unknown) {
    this.#fields = new Map(Object.entries(Object(body)))
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined) throw invalidRequest(`${name} is missing.`)
    return value
  }

  /** An empty field counts as absent (RFC 6749, section 3.2). A repeated one is an array here. */
  optional(name: string): string | undefined {
    const value = this.#fields.get(name) ?? ''
    if (typeof value !== 'string') throw invalidRequest(`${name} is repeated.`)
    return value === '' ? undefined : value
  }
}

/** Middleware that reads a form, and no other body. */
export function readForm(): Middleware {
  return bodyParser({
    enableTypes: ['form'],
    formLimit: '64kb',
    onError(error) {
      const status = 'status' in error && error.status === 413 ? 413 : 400
      throw new OAuthError('invalid_request', 'The body is not a form that can be read.', status)
    },
  })
}

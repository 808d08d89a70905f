import { bodyParser } from '@koa/bodyparser'
import type { Middleware } from 'koa'
import { Fields } from '../../endpoints/fields.ts'
import { invalidRequest, OAuthError } from './oauth-error.ts'

/** The fields of a form. Those nobody asks for are ignored. */
export class Form extends Fields {
  constructor(body: unknown) {
    super(body, {
      missing: (name) => invalidRequest(`${name} is missing.`),
      malformed: (name) => invalidRequest(`${name} is repeated.`),
    })
  }
}

/** Middleware that reads a form, and no other body. */
export function readForm(): Middleware {
  return bodyParser({
    enableTypes: ['form'],
    formLimit: '64kb',
    onError(error) {
      const status = 'status' in error && error.status === 413 ? 413 : 400
      throw new OAuthError('invalid_request', 'The body is not a readable form.', status)
    },
  })
}

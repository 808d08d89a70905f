import type { Middleware } from 'koa'
import { AuthorizationRefusal } from '../authorization/refusal.ts'

/**
 * Middleware that responds to errors in JSON: `error` is short and stable, `message` a sentence that names
 * the field.
 */
export function respondWithApiErrors(): Middleware {
  return async function apiErrors(ctx, next) {
    ctx.set('cache-control', 'no-store')
    ctx.set('x-content-type-options', 'nosniff')
    try {
      await next()
    } catch (error) {
      const { status, ...body } = responseTo(error)
      ctx.status = status
      ctx.body = body
      return
    }
    if (ctx.status !== 404) return
    ctx.status = 404
    ctx.body = { error: 'not_found', message: 'no endpoint has this method and path' }
  }
}

/** @throws error when it is no fault of the request. */
function responseTo(error: unknown): { status: number; error: string; message: string } {
  if (error instanceof AuthorizationRefusal) {
    return { status: 400, error: error.reason, message: error.message }
  }
  if (error instanceof Error) {
    const { message } = error
    const { code, status } = error as { code?: unknown; status?: unknown }
    if (typeof code === 'string' && code.startsWith('ERR_')) {
      return { status: 400, error: code, message }
    }
    if (status === 403) return { status, error: 'forbidden', message }
    if (status === 415) return { status, error: 'unsupported_media_type', message }
    if (status === 400 || status === 413)
      return { status, error: 'body', message: 'the body must be JSON of at most 64 KiB' }
  }
  throw error
}

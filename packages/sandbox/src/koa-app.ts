import Koa, { type Context } from 'koa'
import type { NotedState } from './request-log.ts'

/**
 * An app that prints what fails in this server. Koa alone would also print that a client reset its connection, as a
 * browser may when the page that reads a response is closed.
 */
export function createKoaApp(): Koa<NotedState> {
  const koa = new Koa<NotedState>()
  koa.on('error', (error: Error, { socket }: Context) => {
    if (error !== socket.errored) koa.onerror(error)
  })
  return koa
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ShopOwner } from '../sign-in/shop-owner.ts'

/** A request, as Koa and Express both can give it. */
export interface Visit {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The parts of the path that the route names. */
  readonly params: Readonly<Record<string, unknown>>
  /** Who is signed in. */
  readonly user: ShopOwner | undefined
}

/** A response that both Koa and Express can send. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Or what writes to the response, status and headers being set, for as long as the browser listens. */
  readonly body: string | ((res: ServerResponse) => void)
}

/** An address of the marketplace, for an app to put on its router. */
export interface Route {
  readonly method: 'get' | 'post'
  /** With names, such as `/sellers/:id`. */
  readonly path: string
  /** Throws what a page should say: see `failure`. */
  respond(visit: Visit): Promise<Reply>
}

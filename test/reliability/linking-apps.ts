import type { IncomingMessage, ServerResponse } from 'node:http'
import Router from '@koa/router'
import express, { type NextFunction, type Request, type Response } from 'express'
import Koa, { type Context } from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import {
  type ClientOptions,
  errorResponse,
  MercadoPagoOAuthError,
  type ReplayGuard,
  type SellerTokens,
} from 'mercadopago-oauth'
import { Passport } from 'passport'
import { MercadoPagoStrategy, mercadoPagoNotifications } from 'passport-mercadopago'

/** What both apps are made of. */
export interface AppParts {
  readonly options: ClientOptions & { sellers: SellerTokens; replayGuard?: ReplayGuard }
  readonly webhookSecret: string
  /** What `/fetch` asks for. */
  readonly profileUrl: string
  /** How long `/fetch` waits, in milliseconds. */
  readonly fetchTimeoutMs: number
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

/** What an app says: constant text, with the code in brackets if it failed. */
interface Said {
  readonly status: number
  readonly body: string
}

/**
 * Links sellers at `/connect` and `/callback`, takes notifications at `/hook`, and works for the seller of
 * the query at `/token`, `/fetch` and `/unlink`. The header `x-user` signs its user in.
 */
export function koaApp(parts: AppParts): Handler {
  const app = new Koa()
  app.silent = true
  app.use((ctx, next) => {
    const id = ctx.get('x-user')
    if (id !== '') ctx.state.user = { id }
    return next()
  })
  const { options, webhookSecret } = parts
  const mp = mercadoPago({ ...options, webhookSecret })
  const router = new Router()
  router.get('/connect', mp.connect())
  router.all('/callback', mp.callback(), (ctx) => {
    ctx.body = 'linked'
  })
  router.all('/hook', mp.notifications())
  for (const [path, work] of Object.entries(seller)) {
    router.get(path, async (ctx: Context) => {
      Object.assign(ctx, await said(() => work(parts, String(ctx.query.seller))))
    })
  }
  app.use(router.routes())
  return app.callback()
}

/** The same, with Express and Passport. */
export function expressApp(parts: AppParts): Handler {
  const { options, webhookSecret } = parts
  const { clientId, redirectUri, ...others } = options
  const authenticator = new Passport()
  authenticator.use(
    new MercadoPagoStrategy(
      { ...others, clientID: clientId, callbackURL: redirectUri },
      async (_accessToken, _refreshToken, profile) => profile,
    ),
  )
  const app = express()
  app.use((req, _res, next) => {
    const id = req.get('x-user')
    if (id !== undefined) Object.assign(req, { user: { id } })
    next()
  })
  app.get('/connect', authenticator.authorize('mercadopago'))
  app.all(
    '/callback',
    authenticator.authorize('mercadopago', { failWithError: true }),
    (_req, res) => {
      res.send('linked')
    },
  )
  const { sellers, clock } = options
  const secrets = { secret: webhookSecret, sellers, clock }
  app.all('/hook', mercadoPagoNotifications({ ...secrets, onError: () => {} }))
  for (const [path, work] of Object.entries(seller)) {
    app.get(path, async (req, res) => {
      const { status, body } = await said(() => work(parts, String(req.query.seller)))
      res.status(status).send(body)
    })
  }
  app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
    const { status, body } = failed(error)
    res.status(status).send(body)
  })
  return app
}

/** What is done for a seller, in either app. */
const seller: Record<string, (parts: AppParts, sellerId: string) => Promise<string>> = {
  '/token': async ({ options: { sellers } }, sellerId) => {
    await sellers.accessToken(sellerId)
    return 'at hand'
  },
  '/fetch': async ({ options: { sellers }, profileUrl, fetchTimeoutMs }, sellerId) => {
    const signal = AbortSignal.timeout(fetchTimeoutMs)
    const response = await sellers.fetch(sellerId, profileUrl, { signal })
    await response.text()
    return `(answered_${response.status})`
  },
  '/unlink': async ({ options: { sellers } }, sellerId) => {
    await sellers.unlink(sellerId)
    return 'unlinked'
  },
}

async function said(work: () => Promise<string>): Promise<Said> {
  try {
    return { status: 200, body: await work() }
  } catch (error) {
    return failed(error)
  }
}

function failed(error: unknown): Said {
  if (error instanceof MercadoPagoOAuthError) {
    const { status, body } = errorResponse(error)
    return { status, body }
  }
  const { name } = Object(error) as Error
  if (name === 'AuthenticationError') return { status: 403, body: '(access_denied)' }
  // What `fetch` of Node throws is none of the packages' errors.
  if (name === 'TimeoutError') return { status: 504, body: '(api_timeout)' }
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed'
  return isUnreachable
    ? { status: 502, body: '(api_unreachable)' }
    : { status: 500, body: `(not_ours_${name})` }
}

import Router from '@koa/router'
import express, { type NextFunction, type Request, type Response } from 'express'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import {
  type AuthorizationFlowOptions,
  type ClientOptions,
  errorResponse,
  MercadoPagoOAuthError,
  type SellerTokens,
} from 'mercadopago-oauth'
import { Passport } from 'passport'
import {
  type MercadoPagoAuthenticateOptions,
  MercadoPagoStrategy,
  mercadoPagoNotifications,
} from 'passport-mercadopago'
import { Browser } from '../helpers/browser.ts'
import { serve } from '../helpers/served-app.ts'

/** How failures reach the browser: by the framework's own error page in one of its modes, or by ours. */
export type Mode = 'development' | 'production' | 'answered'

export type WitnessedOptions = ClientOptions &
  Omit<AuthorizationFlowOptions, 'client'> & { sellers: SellerTokens; webhookSecret: string }

/** An app that keeps whatever the packages hand to it. */
export interface WitnessedApp {
  /** The packages' own objects, and what was passed to the app. */
  readonly objects: unknown[]
  readonly errors: unknown[]
  browser(user: string): Browser
  stop(): Promise<void>
}

type StartWitnessed = (options: WitnessedOptions, mode: Mode) => Promise<WitnessedApp>

const startKoa: StartWitnessed = (options, mode) => {
  const errors: unknown[] = []
  const objects: unknown[] = []
  const app = new Koa({ env: mode })
  app.on('error', (error) => errors.push(error))
  // With our own listener, Koa does not add its default one.
  app.on('error', app.onerror)
  const mp = mercadoPago({
    ...options,
    errors: mode === 'answered' ? 'respond' : 'throw',
    onNotification: (notification) => void objects.push(notification),
  })
  objects.push(mp, mp.client)
  const router = new Router()
  router.get(
    '/connect',
    mp.connect({ expectedSellerId: ({ query }) => query.seller as string | undefined }),
  )
  router.all('/callback', mp.callback(), (ctx) => {
    objects.push(ctx.state.mercadoPago)
    ctx.redirect(ctx.state.mercadoPago.returnTo)
  })
  router.all('/notifications', mp.notifications())
  app.use((ctx, next) => {
    ctx.state.user = { id: ctx.get('x-user') }
    return next()
  })
  app.use(router.routes())
  return started(app.callback(), { errors, objects })
}

const startExpress: StartWitnessed = (options, mode) => {
  const errors: unknown[] = []
  const objects: unknown[] = []
  const { clientId, redirectUri, webhookSecret, ...others } = options
  const strategy = new MercadoPagoStrategy(
    { ...others, clientID: clientId, callbackURL: redirectUri },
    async (_accessToken, _refreshToken, profile) => profile,
  )
  const authenticator = new Passport()
  authenticator.use(strategy)
  objects.push(strategy, authenticator)
  const app = express()
  app.set('env', mode)
  app.use((req, _res, next) => {
    Object.assign(req, { user: { id: req.get('x-user') } })
    next()
  })
  app.get('/connect', (req, res, next) => {
    const asked: MercadoPagoAuthenticateOptions = {
      returnTo: req.query.returnTo as string | undefined,
      expectedSellerId: req.query.seller as string | undefined,
    }
    authenticator.authorize('mercadopago', asked)(req, res, next)
  })
  app.all('/callback', authenticator.authorize('mercadopago'), (req, res) => {
    const { account, authInfo } = req as Request & { account: unknown }
    objects.push(account, authInfo)
    res.redirect((authInfo as { returnTo: string }).returnTo)
  })
  const { sellers } = options
  app.all(
    '/notifications',
    mercadoPagoNotifications({
      secret: webhookSecret,
      sellers,
      clock: options.clock,
      onNotification: (notification) => void objects.push(notification),
    }),
  )
  app.use((error: Error, _req: Request, res: Response, next: NextFunction) => {
    errors.push(error)
    if (mode !== 'answered' || !(error instanceof MercadoPagoOAuthError)) return next(error)
    const { status, headers, body } = errorResponse(error)
    res.status(status).set(headers).send(body)
  })
  return started(app, { errors, objects })
}

async function started(
  handler: Parameters<typeof serve>[0],
  kept: Pick<WitnessedApp, 'errors' | 'objects'>,
): Promise<WitnessedApp> {
  const { origin, stop } = await serve(handler)
  return { ...kept, stop, browser: (user) => new Browser(origin, { 'x-user': user }) }
}

export const witnessedApps: readonly [adapter: string, start: StartWitnessed][] = [
  ['koa', startKoa],
  ['passport', startExpress],
]

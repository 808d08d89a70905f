import Router from '@koa/router'
import express, { type NextFunction, type Request, type Response } from 'express'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import {
  type AuthorizationFlowOptions,
  type ClientOptions,
  errorAnswer,
  MercadoPagoOAuthError,
  type SellerTokens,
} from 'mercadopago-oauth'
import { Passport } from 'passport'
import {
  type MercadoPagoAuthenticateOptions,
  MercadoPagoStrategy,
  type MercadoPagoStrategyOptions,
  type PkceStrategy,
  type Verify,
} from 'passport-mercadopago'
import { Browser } from './browser.ts'
import { serve } from './served-app.ts'

/** Options both adapters take, in core's names. */
export type AppOptions = ClientOptions &
  Omit<AuthorizationFlowOptions, 'client'> & {
    sellers?: SellerTokens
    mayMove?: () => boolean
    scope?: string[]
  }

/** An app on a real socket that links sellers at `/connect` and `/callback`. The header `x-user` signs its user in. */
export interface RunningApp {
  origin: string
  /** What reached the app's own error handling, in order. Koa's middleware answers what is below 500. */
  failures: Error[]
  browser(user?: string): Browser
  stop(): Promise<void>
}

export interface Adapter {
  name: string
  start(options: AppOptions): Promise<RunningApp>
}

/** What an app says after a link; both say the same. */
function linked(sellerId: string, returnTo: string, context: unknown): string {
  return JSON.stringify({ sellerId, returnTo, context })
}

export const koa: Adapter = {
  name: 'koa',
  start(options) {
    const app = new Koa()
    const failures: Error[] = []
    app.on('error', (error) => failures.push(error))
    app.use((ctx, next) => {
      const id = ctx.get('x-user')
      if (id !== '') ctx.state.user = { id }
      return next()
    })
    const mp = mercadoPago(options)
    const router = new Router()
    router.get(
      '/connect',
      mp.connect({
        context: contextOfQuery,
        expectedSellerId: ({ query }) =>
          typeof query.seller === 'string' ? query.seller : undefined,
      }),
    )
    router.all('/callback', mp.callback(), (ctx) => {
      const { tokens, returnTo, context } = ctx.state.mercadoPago
      ctx.body = linked(tokens.sellerId, returnTo, context)
    })
    app.use(router.routes())
    return run(app.callback(), failures)
  },
}

function contextOfQuery({ query }: { query: Record<string, unknown> }): object | undefined {
  return typeof query.context === 'string' ? { from: query.context } : undefined
}

/** Express and Passport, with a strategy of any class. */
export function passportWith(
  createStrategy: (
    options: Omit<MercadoPagoStrategyOptions, 'passReqToCallback'>,
    verify: Verify,
  ) => PkceStrategy,
): Adapter {
  return {
    name: 'passport',
    start({ clientId, redirectUri, ...options }) {
      const failures: Error[] = []
      const authenticator = new Passport()
      const strategy = createStrategy(
        { ...options, clientID: clientId, callbackURL: redirectUri },
        async (_accessToken, _refreshToken, profile) => profile,
      )
      authenticator.use(strategy)
      const app = express()
      app.use((req, _res, next) => {
        const id = req.get('x-user')
        if (id !== undefined) Object.assign(req, { user: { id } })
        next()
      })
      app.get('/connect', (req, res, next) => {
        const { returnTo, seller } = req.query
        const options: MercadoPagoAuthenticateOptions = {
          context: contextOfQuery(req),
          returnTo: typeof returnTo === 'string' ? returnTo : undefined,
          expectedSellerId: typeof seller === 'string' ? seller : undefined,
        }
        authenticator.authorize(strategy.name, options)(req, res, next)
      })
      app.all(
        '/callback',
        authenticator.authorize(strategy.name, { failWithError: true }),
        (req, res) => {
          const { id } = (req as Request & { account: { id: string } }).account
          const { returnTo, state } = req.authInfo as { returnTo: string; state?: unknown }
          res.send(linked(id, returnTo, state))
        },
      )
      app.use((error: Error, _req: Request, res: Response, next: NextFunction) => {
        failures.push(error)
        if (error.name === 'AuthenticationError') res.status(403).send('refused (access_denied)')
        else if (!(error instanceof MercadoPagoOAuthError)) next(error)
        else {
          const { status, headers, body } = errorAnswer(error)
          res.status(status).set(headers).send(body)
        }
      })
      return run(app, failures)
    },
  }
}

async function run(handler: Parameters<typeof serve>[0], failures: Error[]): Promise<RunningApp> {
  const { origin, stop } = await serve(handler)
  const browser = (user?: string) =>
    new Browser(origin, user === undefined ? {} : { 'x-user': user })
  return { origin, failures, browser, stop }
}

/** Every row of the attack catalogue that a browser can meet runs against each of these. */
export const adapters: readonly Adapter[] = [
  koa,
  passportWith((options, verify) => new MercadoPagoStrategy(options, verify)),
]

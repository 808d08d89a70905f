import Router from '@koa/router'
import express, { type NextFunction, type Request, type Response } from 'express'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import { type ClientOptions, errorResponse, MercadoPagoOAuthError } from 'mercadopago-oauth'
import type { EndpointSettings } from 'mercadopago-oauth/adapter'
import { mercadoPago as webMercadoPago } from 'mercadopago-oauth-web'
import { Passport } from 'passport'
import {
  type MercadoPagoAuthenticateOptions,
  MercadoPagoStrategy,
  type PkceStrategy,
  type PkceStrategyOptions,
  type Verify,
} from 'passport-mercadopago'
import { Browser } from './browser.ts'
import { serve } from './served-app.ts'
import { nodeHandler } from './web-handler.ts'

/** Options every adapter takes, in core's names. */
export type AppOptions = ClientOptions &
  Omit<EndpointSettings, 'scope' | 'webhookSecret' | 'onNotification'> & {
    mayMove?: () => boolean | Promise<boolean>
    scope?: string[]
    /** The signed-in user. Default: the user in the header `x-user`. */
    user?: () => unknown
    /** Runs after the link, in the way the framework has for it: Koa's `onLinked`, Passport's verify function. */
    afterLink?: () => void | Promise<void>
  }

/** An app on a real socket that links sellers at `/connect` and `/callback`. The header `x-user` signs its user in. */
export interface RunningApp {
  origin: string
  /** What reached the app's own error handling, in order; failures below 500 only do through Passport. */
  failures: Error[]
  browser(user?: string): Browser
  stop(): Promise<void>
}

export interface Adapter {
  name: string
  start(options: AppOptions): Promise<RunningApp>
}

/** What an app says after a link; all say the same. */
function linked(sellerId: string, returnTo: string, context: unknown): string {
  return JSON.stringify({ sellerId, returnTo, context })
}

export const koa: Adapter = {
  name: 'koa',
  start({ afterLink, ...options }) {
    const app = new Koa()
    const failures: Error[] = []
    app.on('error', (error) => failures.push(error))
    app.use((ctx, next) => {
      const id = ctx.get('x-user')
      if (id !== '') ctx.state.user = { id }
      return next()
    })
    const mp = mercadoPago({ ...options, onLinked: () => afterLink?.() })
    const router = new Router()
    router.all(
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

const web: Adapter = {
  name: 'web',
  start({ afterLink, ...options }) {
    const failures: Error[] = []
    const mp = webMercadoPago({
      user: ({ headers }) => headers.get('x-user'),
      ...options,
      onLinked: async ({ tokens, returnTo, context }) => {
        await afterLink?.()
        return new Response(linked(tokens.sellerId, returnTo, context))
      },
      onError: (error) => void failures.push(error as Error),
    })
    // It routes as a framework does; what the handlers get is a bare `Request`.
    const app = express()
    app.all(
      '/connect',
      nodeHandler((request) => {
        const query = Object.fromEntries(new URL(request.url).searchParams)
        const { seller: expectedSellerId } = query
        return mp.connect(request, { context: contextOfQuery({ query }), expectedSellerId })
      }),
    )
    app.all('/callback', nodeHandler(mp.callback))
    return run(app, failures)
  },
}

function contextOfQuery({ query }: { query: Record<string, unknown> }): object | undefined {
  return typeof query.context === 'string' ? { from: query.context } : undefined
}

/** Express and Passport, with a strategy of any class. */
export function passportWith(
  createStrategy: (
    options: Omit<PkceStrategyOptions, 'passReqToCallback'>,
    verify: Verify,
  ) => PkceStrategy,
): Adapter {
  return {
    name: 'passport',
    start({ clientId, redirectUri, afterLink, ...options }) {
      const failures: Error[] = []
      const authenticator = new Passport()
      const strategy = createStrategy(
        { ...options, clientID: clientId, callbackURL: redirectUri },
        async (_accessToken, _refreshToken, profile) => {
          await afterLink?.()
          return profile
        },
      )
      authenticator.use(strategy)
      const app = express()
      app.use((req, _res, next) => {
        const id = req.get('x-user')
        if (id !== undefined) Object.assign(req, { user: { id } })
        next()
      })
      app.all('/connect', (req, res, next) => {
        const { returnTo, seller } = req.query
        const options: MercadoPagoAuthenticateOptions = {
          context: contextOfQuery(req),
          returnTo: typeof returnTo === 'string' ? returnTo : undefined,
          expectedSellerId: typeof seller === 'string' ? seller : undefined,
        }
        authenticator.authorize(strategy.name, options, refused(res, next))(req, res, next)
      })
      app.all('/callback', (req, res, next) => {
        const refuse = refused(res, next)
        authenticator.authorize(strategy.name, (...verdict: Verdict) => {
          const [error, account, info] = verdict
          if (error || !account) refuse(...verdict)
          else res.send(linked(account.id, String(info.returnTo), info.state))
        })(req, res, next)
      })
      app.use((error: Error, _req: Request, res: Response, next: NextFunction) => {
        failures.push(error)
        if (!(error instanceof MercadoPagoOAuthError)) next(error)
        else {
          const { status, headers, body } = errorResponse(error)
          res.status(status).set(headers).send(body)
        }
      })
      return run(app, failures)
    },
  }
}

/** What Passport tells a callback of the app: an error, a user, or why there is none. */
type Verdict = [
  error: unknown,
  account: { id: string } | false | undefined,
  info: { code?: string; message?: string; returnTo?: string; state?: unknown },
  status?: number,
]

/** Responds to Passport's `fail` with its code; other failures go to the app's error handling. */
function refused(res: Response, next: NextFunction): (...verdict: Verdict) => void {
  return (error, _account, { code, message } = {}, status = 401) => {
    if (error) next(error)
    else res.status(status).send(code === undefined ? message : `refused (${code})`)
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
  web,
  passportWith((options, verify) => new MercadoPagoStrategy(options, verify)),
]

import { createRequire } from 'node:module'
import express5, { type NextFunction, type Request, type Response } from 'express'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import type { NotificationsOptions } from 'mercadopago-oauth/adapter'
import { mercadoPago as webMercadoPago } from 'mercadopago-oauth-web'
import { mercadoPagoNotifications } from 'passport-mercadopago'
import { serve } from './served-app.ts'
import type { Delivery } from './signed-delivery.ts'
import { nodeHandler } from './web-handler.ts'

// Installed under another name, for which there are no types; what is used here is the same in both.
const express4: typeof express5 = createRequire(import.meta.url)('express4')

/** Who has read the body before: nobody, or a parser of the app; `other` is one for another content type. */
export type Parser = 'none' | 'json' | 'raw' | 'other'

/** The response that the sender gets. */
export interface NotificationResponse {
  status: number
  headers: Headers
  body: string
}

/** An app on a real socket that receives notifications at `/hook`. */
export interface NotificationApp {
  origin: string
  /** The failures of 500 and above that the app received. */
  told: unknown[]
  /** What the app's own functions threw. */
  failures: unknown[]
  post(delivery: Delivery): Promise<NotificationResponse>
  request(method: string): Promise<NotificationResponse>
  stop(): Promise<void>
}

export interface NotificationFramework {
  name: string
  /** The adapter that links sellers here. */
  adapter: 'koa' | 'passport' | 'web'
  /** The option that takes the webhook secret. */
  secretOption: 'secret' | 'webhookSecret'
  /** What the browser sees of a failure in the app's own functions. */
  failureText: string
  start(options: NotificationsOptions, parser?: Parser): Promise<NotificationApp>
}

const koa: NotificationFramework = {
  name: 'Koa',
  adapter: 'koa',
  secretOption: 'secret',
  failureText: 'the app failed',
  start(options, parser = 'none') {
    const app = new Koa()
    const told: unknown[] = []
    const failures: unknown[] = []
    app.on('error', (error) => told.push(error))
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        failures.push(error)
        ctx.status = 500
        ctx.body = 'the app failed'
      }
    })
    app.use(async (ctx, next) => {
      if (parser !== 'none') Object.assign(ctx.request, { body: await parsed(ctx, parser) })
      await next()
    })
    const mp = mercadoPago(application)
    const notifications = mp.notifications(options)
    app.use((ctx, next) => (ctx.path === '/hook' ? notifications(ctx, next) : next()))
    return run(app.callback(), told, failures)
  },
}

/** What a body parser for Koa leaves in `ctx.request.body`. */
async function parsed({ req }: Koa.Context, parser: Parser): Promise<unknown> {
  if (parser === 'other') return {}
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  if (parser === 'raw') return body
  return body.length === 0 ? {} : JSON.parse(body.toString())
}

function expressFramework(name: string, express: typeof express5): NotificationFramework {
  const parsers = {
    json: express.json(),
    raw: express.raw({ type: '*/*' }),
    other: express.urlencoded({ extended: false }),
  }
  return {
    name,
    adapter: 'passport',
    secretOption: 'secret',
    failureText: 'the app failed',
    start(options, parser = 'none') {
      const app = express()
      const told: unknown[] = []
      const failures: unknown[] = []
      if (parser !== 'none') app.use(parsers[parser])
      app.all(
        '/hook',
        mercadoPagoNotifications({ ...options, onError: (error) => told.push(error) }),
      )
      app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
        failures.push(error)
        res.status(500).send('the app failed')
      })
      return run(app, told, failures)
    },
  }
}

const application = {
  clientId: '1234567890123456',
  clientSecret: 'the-secret-of-the-application-01',
  redirectUri: 'https://app.example/callback',
}

const web: NotificationFramework = {
  name: 'a web Request',
  adapter: 'web',
  secretOption: 'webhookSecret',
  failureText: '',
  start({ secret, sellers, clock, onNotification }, parser = 'none') {
    const told: unknown[] = []
    const failures: unknown[] = []
    const mp = webMercadoPago({
      ...(sellers === undefined && application),
      sellers,
      ...(clock && { clock }),
      onNotification,
      user: () => undefined,
      webhookSecret: secret,
      onError: (error) =>
        void (error instanceof MercadoPagoOAuthError ? told : failures).push(error),
    })
    const handler = nodeHandler(async (request) => {
      // An app that looks at the body first reads a copy.
      if (parser === 'json' || parser === 'raw') await request.clone().arrayBuffer()
      return mp.notifications(request)
    })
    return run(handler, told, failures)
  },
}

async function run(
  handler: Parameters<typeof serve>[0],
  told: unknown[],
  failures: unknown[],
): Promise<NotificationApp> {
  const { origin, stop } = await serve(handler)
  async function send(query: string, init: RequestInit): Promise<NotificationResponse> {
    const response = await fetch(`${origin}/hook${query}`, init)
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
  return {
    origin,
    told,
    failures,
    stop,
    post: ({ query, headers, body }) => send(query, { method: 'POST', headers, body }),
    request: (method) => send('', { method }),
  }
}

/** Every row of the attack catalogue that a notification can meet runs against each of these. */
export const notificationFrameworks: readonly NotificationFramework[] = [
  koa,
  web,
  expressFramework('Express 5', express5),
  expressFramework('Express 4', express4),
]

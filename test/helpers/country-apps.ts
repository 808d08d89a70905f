import Router from '@koa/router'
import express, { type NextFunction, type Request, type Response } from 'express'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import {
  errorResponse,
  MercadoPagoOAuthError,
  type Provider,
  type SellerTokens,
} from 'mercadopago-oauth'
import { mercadoPago as webMercadoPago } from 'mercadopago-oauth-web'
import { Passport } from 'passport'
import { MercadoPagoStrategy, mercadoPagoNotifications } from 'passport-mercadopago'
import { type ServedApp, serve } from './served-app.ts'
import { nodeHandler } from './web-handler.ts'

/** One application of a marketplace that has one for each country. */
export interface Country {
  /** Its attempts begin at `/<name>/connect`, its notifications arrive at `/<name>/notifications`. */
  name: string
  clientId: string
  clientSecret: string
  redirectUri: string
  provider: Provider
  webhookSecret: string
  sellers: SellerTokens
}

/** A marketplace as the guide has it. The header `x-user` signs its user in. */
export interface CountryApp {
  name: string
  /** Whether the countries have one callback is seen from their redirect URIs. */
  start(countries: readonly Country[]): Promise<ServedApp>
}

function pathsOf({ name }: Country): { connectPath: string; notificationsPath: string } {
  return { connectPath: `/${name}/connect`, notificationsPath: `/${name}/notifications` }
}

/** The path of the only callback, or `undefined` where each country has its own. */
function sharedPath(countries: readonly Country[]): string | undefined {
  const paths = new Set(countries.map(({ redirectUri }) => new URL(redirectUri).pathname))
  return paths.size === 1 ? [...paths][0] : undefined
}

const koa: CountryApp = {
  name: 'koa',
  start(countries) {
    const app = new Koa()
    app.use((ctx, next) => {
      ctx.state.user = ctx.get('x-user')
      return next()
    })
    const applications = countries.map((country) => mercadoPago(country))
    const router = new Router()
    const path = sharedPath(countries)
    if (path !== undefined) {
      router.all(path, async (ctx) => {
        const whose = applications.find((one) => one.hasAttempt(ctx)) ?? applications[0]
        await whose?.callback()(ctx, async () => ctx.redirect(ctx.state.mercadoPago.returnTo))
      })
    }
    app.use(router.routes())
    for (const [index, country] of countries.entries()) {
      const routes = applications[index]?.routes(pathsOf(country))
      if (routes) app.use(routes)
    }
    return serve(app.callback())
  },
}

const web: CountryApp = {
  name: 'web',
  start(countries) {
    const applications = countries.map((country) =>
      webMercadoPago({
        ...country,
        ...pathsOf(country),
        user: ({ headers }) => headers.get('x-user'),
      }),
    )
    const path = sharedPath(countries)
    return serve(
      nodeHandler(async (request) => {
        const { pathname } = new URL(request.url)
        if (pathname === path) {
          const whose = applications.find((one) => one.hasAttempt(request)) ?? applications[0]
          return (await whose?.callback(request)) ?? Response.error()
        }
        for (const { handler } of applications) {
          const response = await handler(request)
          if (response.status !== 404) return response
        }
        return new Response(null, { status: 404 })
      }),
    )
  },
}

const passport: CountryApp = {
  name: 'passport',
  start(countries) {
    const authenticator = new Passport()
    const app = express()
    app.use((req, _res, next) => {
      const id = req.get('x-user')
      if (id !== undefined) Object.assign(req, { user: { id } })
      next()
    })
    for (const country of countries) {
      const { name, clientId, redirectUri, webhookSecret: secret, sellers, ...options } = country
      const settings = { ...options, clientID: clientId, callbackURL: redirectUri, sellers }
      const strategy = new MercadoPagoStrategy(
        settings,
        async (_access, _refresh, seller) => seller,
      )
      authenticator.use(name, strategy)
      const { connectPath, notificationsPath } = pathsOf(country)
      app.all(connectPath, authenticator.authorize(name))
      app.all(notificationsPath, mercadoPagoNotifications({ secret, sellers }))
    }
    const path = sharedPath(countries)
    const names = countries.map(({ name }) => name)
    if (path !== undefined) app.all(path, ended(authenticator, names))
    else {
      for (const { name, redirectUri } of countries) {
        app.all(new URL(redirectUri).pathname, ended(authenticator, [name]))
      }
    }
    app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
      if (!(error instanceof MercadoPagoOAuthError)) return next(error)
      const { status, body } = errorResponse(error)
      res.status(status).send(body)
    })
    return serve(app)
  },
}

/** Passport has what each strategy said. One whose attempt it is not says `state_mismatch`. */
function ended(authenticator: InstanceType<typeof Passport>, names: string[]) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const done = (error: unknown, seller: unknown, info: unknown, status: unknown): void => {
      if (error) next(error)
      else if (seller) res.redirect('/')
      else {
        const codes = [info].flat().map((one) => String(Object(one).code))
        const code = codes.find((one) => one !== 'state_mismatch') ?? codes[0]
        res.status(Number([status].flat()[0])).send(`refused (${code})`)
      }
    }
    authenticator.authorize(names, done)(req, res, next)
  }
}

/** A marketplace of several applications in each framework. */
export const countryApps: readonly CountryApp[] = [koa, web, passport]

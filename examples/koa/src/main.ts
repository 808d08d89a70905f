import { Router } from '@koa/router'
import {
  type Answer,
  expectedSellerId,
  NoSuchPage,
  openFeria,
  pageHeaders,
  type ShopOwner,
} from 'example-feria'
import Koa, { type Context, type Middleware } from 'koa'
import { type MercadoPagoState, mercadoPago } from 'koa-mercadopago'

interface State extends MercadoPagoState {
  /** Who is signed in. */
  user: ShopOwner | undefined
}

// The environment's application, or a sandbox's; the store of the linked sellers; the shop's pages.
const { application, sellers, user, routes, linked, failure, serve } = await openFeria()

// Links each seller who comes back to the signed-in user: by default that is `ctx.state.user.id`.
const { webhookSecret, clock } = application
const mp = mercadoPago({ sellers, webhookSecret, clock, errors: 'throw' })

const router = new Router<State>()

// A seller is linked to a signed-in user, so visitors sign in first.
const signedIn: Middleware<State> = async (ctx, next) => {
  if (ctx.state.user === undefined) ctx.redirect('/sign-in')
  else await next()
}

// "Connect Mercado Pago": off to the consent page, with state and PKCE. A seller who must link again
// comes back as the same one.
router.get(
  '/mercadopago/connect',
  signedIn,
  mp.connect({ expectedSellerId: ({ req }) => expectedSellerId(req) }),
)

// Back from it: the seller is linked. Every method comes here, so that all but GET are refused by name.
router.all(new URL(application.redirectUri).pathname, mp.callback(), (ctx) => {
  // Away from an address that holds the code.
  ctx.redirect(linked(ctx, ctx.state.mercadoPago.tokens.sellerId))
})

// Mercado Pago tells when a seller withdraws there.
if (webhookSecret !== undefined) {
  router.all('/mercadopago/notifications', mp.notifications())
}

// The pages of the shop and their forms: what is done with a linked seller.
for (const { method, path, respond } of routes) {
  router[method](path, async (ctx) => {
    const { req, res, params, state } = ctx
    send(ctx, await respond({ req, res, params, user: state.user }))
  })
}

function send(ctx: Context, { status, headers, body }: Answer): void {
  ctx.status = status
  ctx.set(headers)
  if (typeof body === 'string') {
    ctx.body = body
  } else {
    ctx.respond = false
    body(ctx.res)
  }
}

const app = new Koa<State>()

// Every failure has a page, chosen by `error.code`.
app.use(async function failures(ctx, next) {
  try {
    ctx.set(pageHeaders)
    ctx.state.user = user(ctx)
    await next()
    if (ctx.status === 404) throw new NoSuchPage()
  } catch (error) {
    send(ctx, await failure(error, ctx))
  }
})
app.use(router.routes())

// A browser may reset its connection when it leaves a live page. Koa alone would print that as an error.
app.on('error', (error: Error, { socket }: Context) => {
  if (error !== socket.errored) app.onerror(error)
})

serve(app.callback())

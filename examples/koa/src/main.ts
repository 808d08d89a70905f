import { Router } from '@koa/router'
import { type LinkedSeller, NoSuchPage, openFeria, pageHeaders, stylesheet } from 'example-feria'
import Koa from 'koa'
import { type MercadoPagoState, mercadoPago } from 'koa-mercadopago'

// The environment's settings, and pages. Without settings a sandbox stands in for Mercado Pago.
const { clientId, clientSecret, redirectUri, provider, pages, serve } = await openFeria()

// The linked sellers by id, in memory: they are gone when the app ends.
const sellers = new Map<string, LinkedSeller>()

const mp = mercadoPago({ clientId, clientSecret, redirectUri, provider, errors: 'throw' })

const router = new Router<MercadoPagoState>()

// "Connect Mercado Pago": off to the consent page, with state and PKCE.
router.get('/mercadopago/connect', mp.connect())

// Back from it. Every method comes here, so that all but GET are refused by name.
router.all(new URL(redirectUri).pathname, mp.callback(), async (ctx) => {
  const { tokens } = ctx.state.mercadoPago
  // Kept before anything else can fail: the code is spent, they do not come again.
  sellers.set(tokens.sellerId, { tokens })
  const { nickname, countryId } = await mp.client.userInfo(tokens.accessToken)
  sellers.set(tokens.sellerId, { tokens, nickname, countryId })
  // Away from an address that holds the code.
  ctx.redirect(`/sellers/${tokens.sellerId}`)
})

router.get('/', (ctx) => {
  ctx.body = pages.home(sellers.values())
})

router.get('/sellers/:id', (ctx) => {
  const seller = sellers.get(ctx.params.id ?? '')
  if (seller === undefined) throw new NoSuchPage()
  ctx.body = pages.seller(seller)
})

router.get('/feria.css', (ctx) => {
  ctx.type = 'css'
  ctx.body = stylesheet
})

const app = new Koa()

// Whatever fails gets a page of its own, chosen by `error.code`.
app.use(async function failures(ctx, next) {
  try {
    ctx.set(pageHeaders)
    await next()
    if (ctx.status === 404) throw new NoSuchPage()
  } catch (error) {
    const { status, headers, body } = pages.failure(error)
    ctx.status = status
    ctx.set(headers)
    ctx.body = body
  }
})
app.use(router.routes())

serve(app.callback())

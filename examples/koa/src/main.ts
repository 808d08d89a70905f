import { Router } from '@koa/router'
import { NoSuchPage, openFeria, ownSeller, pageHeaders, stylesheet } from 'example-feria'
import Koa from 'koa'
import { type MercadoPagoState, mercadoPago } from 'koa-mercadopago'
import { ReauthorizationRequiredError } from 'mercadopago-oauth'

// The environment's application, or a sandbox's; the store of the linked sellers; and pages.
const { application, sellers, pages, assertOwnForm, serve } = await openFeria()

// Whose sellers these are: the signed-in user. One shop has the app to itself, so nobody signs in.
const owner = 'feria'

const mp = mercadoPago({ ...application, sellers, user: () => owner, errors: 'throw' })

const router = new Router<MercadoPagoState>()

// "Connect Mercado Pago": off to the consent page, with state and PKCE.
router.get('/mercadopago/connect', mp.connect())

// Back from it: the seller is linked. Every method comes here, so that all but GET are refused by name.
router.all(new URL(application.redirectUri).pathname, mp.callback(), (ctx) => {
  // Away from an address that holds the code.
  ctx.redirect(`/sellers/${ctx.state.mercadoPago.tokens.sellerId}`)
})

// Mercado Pago tells when a seller withdraws there.
if (application.webhookSecret !== undefined) {
  router.all('/mercadopago/notifications', mp.notifications())
}

router.get('/', async (ctx) => {
  ctx.body = await pages.home(await sellers.byOwner(owner))
})

router.get('/sellers/:id', async (ctx) => {
  ctx.body = await pages.seller(await ownSeller(sellers, owner, ctx.params.id))
})

// What changes something is a form of ours; another site's is refused.
const ownForm: Koa.Middleware = (ctx, next) => {
  assertOwnForm(ctx.headers)
  return next()
}

// Due renewals happen by themselves. This one is for whoever cannot wait.
router.post('/sellers/:id/renew', ownForm, async (ctx) => {
  const { sellerId } = await ownSeller(sellers, owner, ctx.params.id)
  try {
    await sellers.renew(sellerId)
  } catch (error) {
    // The seller's page says why, and what to do.
    if (!(error instanceof ReauthorizationRequiredError)) throw error
  }
  ctx.status = 303
  ctx.redirect(`/sellers/${sellerId}`)
})

router.post('/sellers/:id/disconnect', ownForm, async (ctx) => {
  const { sellerId } = await ownSeller(sellers, owner, ctx.params.id)
  await sellers.unlink(sellerId)
  ctx.status = 303
  ctx.redirect('/')
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
    const { status, headers, body } = pages.failure(error, ctx.path)
    ctx.status = status
    ctx.set(headers)
    ctx.body = body
  }
})
app.use(router.routes())

serve(app.callback())

import { NoSuchPage, openFeria, ownSeller, pageHeaders, stylesheet } from 'example-feria'
import express, { type NextFunction, type Request, type Response } from 'express'
import { AuthorizationDeniedError, ReauthorizationRequiredError } from 'mercadopago-oauth'
import passport from 'passport'
import {
  MercadoPagoStrategy,
  mercadoPagoNotifications,
  type VerifyWithParams,
} from 'passport-mercadopago'

// The environment's application, or a sandbox's; the store of the linked sellers; and pages.
const { application, sellers, pages, assertOwnForm, serve } = await openFeria()
const { clientId, clientSecret, redirectUri, provider, webhookSecret } = application

// Whose sellers these are: the signed-in user. One shop has the app to itself, so nobody signs in.
const owner = 'feria'

// Runs once the seller is linked. What it returns becomes `req.account`.
const verify: VerifyWithParams = async (_access, _refresh, { tokens }, _profile, _done) => {
  return { id: tokens.sellerId }
}

const settings = { clientID: clientId, clientSecret, callbackURL: redirectUri, provider, sellers }
// A page reads the profile when it shows it: one that cannot be read is no reason to fail here.
const options = { ...settings, user: () => owner, skipUserProfile: true }
passport.use(new MercadoPagoStrategy(options, verify))

const app = express()
app.disable('x-powered-by')
app.use((_req, res, next) => {
  res.set(pageHeaders)
  next()
})

// "Connect Mercado Pago": off to the consent page, with state and PKCE. It links an account, it
// signs nobody in, so it is `authorize` and needs no session.
app.get('/mercadopago/connect', passport.authorize('mercadopago'))

// Back from it: the seller is linked. Every method comes here, so that all but GET are refused by name.
app.all(
  new URL(redirectUri).pathname,
  passport.authorize('mercadopago', { failureRedirect: '/denied' }),
  (req: Request, res: Response) => {
    const { account } = req as Request & { account: { id: string } }
    // Away from an address that holds the code.
    res.redirect(`/sellers/${account.id}`)
  },
)

// A seller who says no is no error for Passport; here the answer is a page like the others.
app.get('/denied', () => {
  throw new AuthorizationDeniedError()
})

// Mercado Pago tells when a seller withdraws there.
if (webhookSecret !== undefined) {
  app.all(
    '/mercadopago/notifications',
    mercadoPagoNotifications({ secret: webhookSecret, sellers }),
  )
}

app.get('/', async (_req, res) => {
  res.send(await pages.home(await sellers.byOwner(owner)))
})

app.get('/sellers/:id', async (req, res) => {
  res.send(await pages.seller(await ownSeller(sellers, owner, req.params.id)))
})

// What changes something is a form of ours; another site's is refused.
function ownForm(req: Request<{ id: string }>, _res: Response, next: NextFunction): void {
  assertOwnForm(req.headers)
  next()
}

// Due renewals happen by themselves. This one is for whoever cannot wait.
app.post('/sellers/:id/renew', ownForm, async (req, res) => {
  const { sellerId } = await ownSeller(sellers, owner, req.params.id)
  try {
    await sellers.renew(sellerId)
  } catch (error) {
    // The seller's page says why, and what to do.
    if (!(error instanceof ReauthorizationRequiredError)) throw error
  }
  res.redirect(303, `/sellers/${sellerId}`)
})

app.post('/sellers/:id/disconnect', ownForm, async (req, res) => {
  const { sellerId } = await ownSeller(sellers, owner, req.params.id)
  await sellers.unlink(sellerId)
  res.redirect(303, '/')
})

app.get('/feria.css', (_req, res) => {
  res.type('css').send(stylesheet)
})

app.use(() => {
  throw new NoSuchPage()
})

// Whatever fails gets a page of its own, chosen by `error.code`.
app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
  const { status, headers, body } = pages.failure(error, req.path)
  res.status(status).set(headers).send(body)
})

serve(app)

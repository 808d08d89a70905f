import {
  type Answer,
  expectedSellerId,
  NoSuchPage,
  openFeria,
  pageHeaders,
  type ShopOwner,
} from 'example-feria'
import express, { type NextFunction, type Request, type Response } from 'express'
import { AuthorizationDeniedError } from 'mercadopago-oauth'
import passport from 'passport'
import {
  type MercadoPagoAuthenticateOptions,
  MercadoPagoStrategy,
  mercadoPagoNotifications,
  type VerifyWithParams,
} from 'passport-mercadopago'

// The environment's application, or a sandbox's; the store of the linked sellers; the shop's pages.
const { application, sellers, user, routes, linked, failure, serve } = await openFeria()
const { redirectUri, webhookSecret, clock } = application

// Runs once the seller is linked to the signed-in user: by default that is `req.user.id`. What it
// returns becomes `req.account`.
const verify: VerifyWithParams = async (_access, _refresh, { tokens }, _profile, _done) => {
  return { id: tokens.sellerId }
}

// A page reads the profile when it shows it: one that cannot be read is no reason to fail here.
passport.use(new MercadoPagoStrategy({ sellers, clock, skipUserProfile: true }, verify))

const app = express()
app.disable('x-powered-by')
app.use((req, res, next) => {
  res.set(pageHeaders)
  Object.assign(req, { user: user({ req, res }) })
  next()
})

/** Passport's types know no more of `req.user` than that it may be there. */
function userOf({ user }: Request): ShopOwner | undefined {
  return user as ShopOwner | undefined
}

// A seller is linked to a signed-in user, so visitors sign in first.
function signedIn(req: Request, res: Response, next: NextFunction): void {
  if (userOf(req) === undefined) res.redirect('/sign-in')
  else next()
}

// "Connect Mercado Pago": off to the consent page, with state and PKCE. It links an account, it signs
// nobody in, so it is `authorize`. A seller who must link again comes back as the same one.
app.get('/mercadopago/connect', signedIn, (req, res, next) => {
  const options: MercadoPagoAuthenticateOptions = { expectedSellerId: expectedSellerId(req) }
  passport.authorize('mercadopago', options)(req, res, next)
})

// Back from it: the seller is linked. Every method comes here, so that all but GET are refused by name.
app.all(
  new URL(redirectUri).pathname,
  passport.authorize('mercadopago', { failureRedirect: '/denied' }),
  (req: Request, res: Response) => {
    const { account } = req as Request & { account: { id: string } }
    // Away from an address that holds the code.
    res.redirect(linked({ req, res }, account.id))
  },
)

// A seller who cancels is no error for Passport; here it is handled like the others.
app.get('/denied', () => {
  throw new AuthorizationDeniedError()
})

// Mercado Pago tells when a seller withdraws there.
if (webhookSecret !== undefined) {
  const receiver = mercadoPagoNotifications({ secret: webhookSecret, sellers, clock })
  app.all('/mercadopago/notifications', receiver)
}

// The pages of the shop and their forms: what is done with a linked seller.
for (const { method, path, respond } of routes) {
  app[method](path, async (req, res) => {
    send(res, await respond({ req, res, params: req.params, user: userOf(req) }))
  })
}

app.use(() => {
  throw new NoSuchPage()
})

// Every failure has a page, chosen by `error.code`.
app.use(async (error: unknown, req: Request, res: Response, _next: NextFunction) => {
  send(res, await failure(error, { req, res }))
})

function send(res: Response, { status, headers, body }: Answer): void {
  res.status(status).set(headers)
  if (typeof body === 'string') res.send(body)
  else body(res)
}

serve(app)

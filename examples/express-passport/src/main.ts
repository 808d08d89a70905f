import { type LinkedSeller, NoSuchPage, openFeria, pageHeaders, stylesheet } from 'example-feria'
import express, { type NextFunction, type Request, type Response } from 'express'
import { AuthorizationDeniedError } from 'mercadopago-oauth'
import passport from 'passport'
import {
  type MercadoPagoProfile,
  MercadoPagoStrategy,
  type TokenParams,
  type VerifyCallback,
} from 'passport-mercadopago'

// The environment's settings, and pages. Without settings a sandbox stands in for Mercado Pago.
const { clientId, clientSecret, redirectUri, provider, pages, serve } = await openFeria()

// The linked sellers by id, in memory: they are gone when the app ends.
const sellers = new Map<string, LinkedSeller>()

// Runs once Mercado Pago has answered. What it hands to `done` becomes `req.account`.
function link(
  _accessToken: string,
  _refreshToken: string | undefined,
  { tokens }: TokenParams,
  { username, _json }: MercadoPagoProfile,
  done: VerifyCallback,
): void {
  const countryId = typeof _json.country_id === 'string' ? _json.country_id : undefined
  const seller: LinkedSeller = { tokens, nickname: username, countryId }
  sellers.set(tokens.sellerId, seller)
  done(null, seller)
}

const options = { clientID: clientId, clientSecret, callbackURL: redirectUri, provider }
passport.use(new MercadoPagoStrategy(options, link))

const app = express()
app.disable('x-powered-by')
app.use((_req, res, next) => {
  res.set(pageHeaders)
  next()
})

// "Connect Mercado Pago": off to the consent page, with state and PKCE. It links an account, it
// signs nobody in, so it is `authorize` and needs no session.
app.get('/mercadopago/connect', passport.authorize('mercadopago'))

// Back from it. Every method comes here, so that all but GET are refused by name.
app.all(
  new URL(redirectUri).pathname,
  passport.authorize('mercadopago', { failureRedirect: '/denied' }),
  (req: Request, res: Response) => {
    const { account } = req as Request & { account: LinkedSeller }
    // Away from an address that holds the code.
    res.redirect(`/sellers/${account.tokens.sellerId}`)
  },
)

// A seller who says no is no error for Passport; here the answer is a page like the others.
app.get('/denied', () => {
  throw new AuthorizationDeniedError()
})

app.get('/', (_req, res) => {
  res.send(pages.home(sellers.values()))
})

app.get('/sellers/:id', (req, res) => {
  const seller = sellers.get(req.params.id)
  if (seller === undefined) throw new NoSuchPage()
  res.send(pages.seller(seller))
})

app.get('/feria.css', (_req, res) => {
  res.type('css').send(stylesheet)
})

app.use(() => {
  throw new NoSuchPage()
})

// Whatever fails gets a page of its own, chosen by `error.code`.
app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  const { status, headers, body } = pages.failure(error)
  res.status(status).set(headers).send(body)
})

serve(app)

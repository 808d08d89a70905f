import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type NextFunction, type Request, type Response } from 'express'
import session from 'express-session'
import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import passport from 'passport'
import { PkceStrategy } from 'passport-mercadopago'
import { openIdentityServer } from './identity-server.ts'
import {
  brokenPage,
  deniedPage,
  errorPage,
  homePage,
  pageHeaders,
  stylesheet,
  type User,
} from './pages.ts'

// The callback URL has the port in it, so that comes first.
const web = await listen(Number(process.env.PORT || 3000)).catch(endWithReason)
const url = `http://localhost:${(web.address() as AddressInfo).port}`
const callbackURL = `${url}/wso2/callback`
const server = await openIdentityServer(process.env, callbackURL).catch(endWithReason)

// Of at least 32 characters: it seals the attempts and signs the sessions.
const secret = process.env.SESSION_SECRET || randomBytes(32).toString('base64url')

// Who comes back from the server. What this returns is the user of the session; the tokens are not
// needed any more. An app that calls the server's APIs keeps them: see `sellers` of the strategy.
passport.use(
  new PkceStrategy(
    { ...server.settings, cookieSecrets: [secret] },
    async (_accessToken, _refreshToken, profile): Promise<User> => {
      return { id: profile.id, name: profile.displayName, email: profile.emails?.[0]?.value }
    },
  ),
)
passport.serializeUser((user, done) => done(null, user))
passport.deserializeUser((user: Express.User, done) => done(null, user))

const app = express()
app.disable('x-powered-by')
app.use((_req, res, next) => {
  res.set(pageHeaders)
  next()
})
app.get('/feria.css', (_req, res) => {
  res.type('css').send(stylesheet)
})

// The session is for the signed-in user alone: each attempt has its own sealed cookie. Passport gives the session a
// new id at sign-in. In memory it ends with the process: a real app has a store.
const cookie = { httpOnly: true, sameSite: 'lax', secure: 'auto' } as const
app.use(session({ secret, cookie, resave: false, saveUninitialized: false }))
app.use(passport.session())

app.get('/', (req, res) => {
  res.send(homePage(req.user as User | undefined, server.name))
})

// Off to the server, with state and PKCE.
app.get('/wso2/sign-in', passport.authenticate('wso2'))

// Back from it. Every method comes here, so that all but GET are refused by name.
app.all(
  '/wso2/callback',
  passport.authenticate('wso2', { failureRedirect: '/denied' }),
  // Away from an address that holds the code.
  (_req: Request, res: Response) => res.redirect('/'),
)

app.get('/denied', (_req, res) => {
  res.status(403).send(deniedPage())
})

// Another site cannot send this form: its request would come without the session's cookie.
app.post('/sign-out', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect(303, '/')))
})

app.use((_req, res) => {
  res.status(404).send(brokenPage('There is no such page', 'no_such_page'))
})

app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  if (!(error instanceof MercadoPagoOAuthError)) {
    console.error(error)
    res.status(500).send(brokenPage('Something went wrong', 'unexpected'))
    return
  }
  // For the operator of the app: what to check, and the cause, such as an unknown certificate.
  const { code, message, status, headers, cause } = error
  const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  if (status >= 500) console.error(`${code}: ${message}${reason}`)
  res.status(status).set(headers).send(errorPage(error))
})

web.on('request', app)
console.log(`Feria is ready: ${url} (${server.name})`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())

async function listen(port: number): Promise<Server> {
  const listening = createServer().listen(port, 'localhost')
  await once(listening, 'listening')
  return listening
}

async function end(): Promise<void> {
  web.close()
  web.closeAllConnections()
  await server.close()
}

/** A port that is taken, a variable that is missing: one sentence says it. */
function endWithReason(error: Error): never {
  console.error(error.message)
  process.exit(1)
}

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  assetRoutes,
  chosenLanguage,
  languageRoute,
  pageHeaders,
  pageReply,
  type Reply,
} from 'example-feria/app-pages'
import express, { type NextFunction, type Request, type Response } from 'express'
import session from 'express-session'
import { MercadoPagoOAuthError } from 'mercadopago-oauth'
import passport from 'passport'
import { PkceStrategy } from 'passport-mercadopago'
import { openIdentityServer } from './identity-server.ts'
import {
  DeniedPage,
  ErrorPage,
  HomePage,
  NoSuchPage,
  UnexpectedPage,
  type User,
  type View,
} from './pages.tsx'

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

// The look and the choice of language are those of the marketplace.
for (const { method, path, respond } of [...assetRoutes, languageRoute]) {
  app[method](path, async (req, res) => {
    send(res, await respond({ req, res, params: req.params, user: undefined }))
  })
}

function viewOf(req: Request, res: Response, path: string): View {
  return { language: chosenLanguage(req, res), path, server: server.name }
}

function send(res: Response, { status, headers, body }: Reply): void {
  res.status(status).set(headers)
  if (typeof body === 'string') res.send(body)
  else body(res)
}

// The session is for the signed-in user alone: each attempt has its own sealed cookie. Passport gives the session a
// new id at sign-in. In memory it ends with the process: a real app has a store.
const cookie = { httpOnly: true, sameSite: 'lax', secure: 'auto' } as const
app.use(session({ secret, cookie, resave: false, saveUninitialized: false }))
app.use(passport.session())

app.get('/', (req, res) => {
  const user = req.user as User | undefined
  send(res, pageReply(<HomePage view={viewOf(req, res, '/')} user={user} />))
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

app.get('/denied', (req, res) => {
  send(res, pageReply(<DeniedPage view={viewOf(req, res, '/denied')} />, 403))
})

// Another site cannot send this form: its request would come without the session's cookie.
app.post('/sign-out', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect(303, '/')))
})

app.use((req, res) => {
  send(res, pageReply(<NoSuchPage view={viewOf(req, res, '/')} />, 404))
})

app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
  const view = viewOf(req, res, '/')
  if (!(error instanceof MercadoPagoOAuthError)) {
    console.error(error)
    send(res, pageReply(<UnexpectedPage view={view} />, 500))
    return
  }
  // For the operator of the app: what to check, and the cause, such as an unknown certificate.
  const { code, message, status, headers, cause } = error
  const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  if (status >= 500) console.error(`${code}: ${message}${reason}`)
  send(res, pageReply(<ErrorPage view={view} error={error} />, status, headers))
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

import { errorResponse, MercadoPagoOAuthError } from 'mercadopago-oauth'
import passport from 'passport'
import { MercadoPagoStrategy } from 'passport-mercadopago'
import { port, settings } from '../settings.js'

// Yours: import express from 'express'
const { default: express } = await import(process.env.FRAMEWORK)

const { clientId, redirectUri, ...others } = settings
passport.use(
  new MercadoPagoStrategy(
    { ...others, clientID: clientId, callbackURL: redirectUri },
    async (_accessToken, _refreshToken, profile) => profile, // keep the tokens here
  ),
)

const app = express()
app.use((req, res, next) => {
  req.user = req.get('x-user') // your session
  if (req.user) next()
  else res.status(403).send('Please sign in first.\n')
})
app.all('/mercadopago/connect', (req, res, next) =>
  passport.authorize('mercadopago', { returnTo: req.query.returnTo })(req, res, next),
)
app.all('/mercadopago/callback', (req, res, next) =>
  passport.authorize('mercadopago', (error, account, info, status) => {
    if (error) return next(error)
    if (!account) return res.status(status).send(`Not linked (${info.code}).\n`)
    console.log('linked', account.id)
    res.redirect(info.returnTo)
  })(req, res, next),
)
app.use((error, _req, res, next) => {
  if (!(error instanceof MercadoPagoOAuthError)) return next(error)
  const { status, headers, body } = errorResponse(error)
  res.status(status).set(headers).send(body)
})
app.listen(port, '127.0.0.1')

import express from 'express'
import { errorResponse, mercadoPagoProvider } from 'mercadopago-oauth'
import passport from 'passport'
import { MercadoPagoStrategy } from 'passport-mercadopago'
import { callbackPath, clientId, clientSecret, connectPath, linked } from '../application.js'

/** As in its README, but without the profile, which passport-oauth2 does not read either. */
export function start({ port, redirectUri, tokenEndpoint }) {
  const strategy = new MercadoPagoStrategy(
    {
      clientID: clientId,
      clientSecret,
      callbackURL: redirectUri,
      provider: { ...mercadoPagoProvider(), tokenEndpoint },
      skipUserProfile: true,
    },
    (_accessToken, _refreshToken, params, _profile, done) => {
      done(null, { id: params.tokens.sellerId })
    },
  )
  passport.use(strategy)
  const app = express()
  app.get(connectPath, passport.authorize('mercadopago'))
  app.get(callbackPath, passport.authorize('mercadopago'), (req, res) => {
    res.send(linked(req.account.id))
  })
  // Express knows an error handler by its four parameters.
  app.use((error, _req, res, _next) => {
    const { status, headers, body } = errorResponse(error)
    res.status(status).set(headers).send(body)
  })
  return app.listen(port)
}

import express from 'express'
import session from 'express-session'
import passport from 'passport'
import OAuth2Strategy from 'passport-oauth2'
import {
  authorizationEndpoint,
  callbackPath,
  clientId,
  clientSecret,
  connectPath,
  linked,
} from '../application.js'

/** As in its documentation, with state and PKCE switched on; both live in the session. */
export function start({ port, redirectUri, tokenEndpoint }) {
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: authorizationEndpoint,
      tokenURL: tokenEndpoint,
      clientID: clientId,
      clientSecret,
      callbackURL: redirectUri,
      state: true,
      pkce: 'S256',
    },
    (_accessToken, _refreshToken, params, _profile, done) => done(null, { id: params.user_id }),
  )
  passport.use(strategy)
  const app = express()
  app.use(session({ secret: clientSecret, resave: false, saveUninitialized: false }))
  app.get(connectPath, passport.authorize('oauth2'))
  app.get(callbackPath, passport.authorize('oauth2'), (req, res) => {
    res.send(linked(req.account.id))
  })
  return app.listen(port)
}

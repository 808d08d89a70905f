import Koa from 'koa'
import passport from 'koa-passport'
import session from 'koa-session'
import OAuth2Strategy from 'passport-oauth2'
import {
  authorizationEndpoint,
  callbackPath,
  clientId,
  clientSecret,
  connectPath,
  linked,
} from '../application.js'

/** As in its documentation, with state and PKCE switched on. The session is a cookie, koa-session's default. */
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
  const authorize = passport.authorize('oauth2')
  const app = new Koa()
  app.keys = [clientSecret]
  app.use(session({}, app))
  app.use(passport.initialize())
  app.use(async (ctx) => {
    if (ctx.path === connectPath) await authorize(ctx, () => {})
    else if (ctx.path === callbackPath) {
      await authorize(ctx, () => {
        ctx.body = linked(ctx.state.account.id)
      })
    }
  })
  return app.listen(port)
}

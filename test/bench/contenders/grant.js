import grant from 'grant'
import Koa from 'koa'
import session from 'koa-session'
import {
  authorizationEndpoint,
  callbackPath,
  clientId,
  clientSecret,
  linked,
} from '../application.js'

/** As in its documentation, with state and PKCE switched on. The tokens come in the same request (`transport`). */
export function start({ port, redirectUri, tokenEndpoint }) {
  const app = new Koa()
  app.keys = [clientSecret]
  app.use(session(app))
  app.use(
    grant.koa()({
      defaults: {
        origin: new URL(redirectUri).origin,
        transport: 'state',
        state: true,
        pkce: true,
      },
      mercadopago: {
        authorize_url: authorizationEndpoint,
        access_url: tokenEndpoint,
        oauth: 2,
        key: clientId,
        secret: clientSecret,
      },
    }),
  )
  app.use((ctx) => {
    if (ctx.path === callbackPath) ctx.body = linked(ctx.state.grant.response.raw.user_id)
  })
  return app.listen(port)
}

import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import { mercadoPagoProvider } from 'mercadopago-oauth'
import { callbackPath, clientId, clientSecret, connectPath, linked } from '../application.js'

/** As in its README, but without a router, which the others on Koa do not have either. */
export function start({ port, redirectUri, tokenEndpoint }) {
  const mp = mercadoPago({
    clientId,
    clientSecret,
    redirectUri,
    provider: { ...mercadoPagoProvider(), tokenEndpoint },
  })
  const connect = mp.connect()
  const callback = mp.callback()
  const app = new Koa()
  app.use(async (ctx) => {
    if (ctx.path === connectPath) await connect(ctx)
    else if (ctx.path === callbackPath) {
      await callback(ctx, () => {
        ctx.body = linked(ctx.state.mercadoPago.tokens.sellerId)
      })
    }
  })
  return app.listen(port)
}

import Koa from 'koa'
import { callbackPath, connectPath, linked } from '../application.js'
import { fixedAttempt } from './fixed-attempt.js'

/** The floor of Koa: two requests and a token call, with nothing made and nothing checked. */
export function start({ port, ...settings }) {
  const { authorizationUrl, tokensFor } = fixedAttempt(settings)
  const app = new Koa()
  app.use(async (ctx) => {
    if (ctx.path === connectPath) ctx.redirect(authorizationUrl)
    else if (ctx.path === callbackPath) {
      const tokens = await tokensFor(ctx.query.code)
      ctx.body = linked(tokens.user_id)
    }
  })
  return app.listen(port)
}

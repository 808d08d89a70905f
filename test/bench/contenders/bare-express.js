import express from 'express'
import { callbackPath, connectPath, linked } from '../application.js'
import { fixedAttempt } from './fixed-attempt.js'

/** The floor of Express: two requests and a token call, with nothing made and nothing checked. */
export function start({ port, ...settings }) {
  const { authorizationUrl, tokensFor } = fixedAttempt(settings)
  const app = express()
  app.get(connectPath, (_req, res) => res.redirect(authorizationUrl))
  app.get(callbackPath, async (req, res) => {
    const tokens = await tokensFor(req.query.code)
    res.send(linked(tokens.user_id))
  })
  return app.listen(port)
}

import createFastify from 'fastify'
import { callbackPath, connectPath, linked } from '../application.js'
import { fixedAttempt } from './fixed-attempt.js'

/** The floor of Fastify: two requests and a token call, with nothing made and nothing checked. */
export function start({ port, ...settings }) {
  const { authorizationUrl, tokensFor } = fixedAttempt(settings)
  const fastify = createFastify()
  fastify.get(connectPath, async (_request, reply) => reply.redirect(authorizationUrl))
  fastify.get(callbackPath, async (request) => {
    const tokens = await tokensFor(request.query.code)
    return linked(tokens.user_id)
  })
  return fastify.listen({ port })
}

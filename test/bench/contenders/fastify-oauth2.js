import oauth2 from '@fastify/oauth2'
import createFastify from 'fastify'
import {
  authorizationEndpoint,
  callbackPath,
  clientId,
  clientSecret,
  connectPath,
  linked,
} from '../application.js'

/** As in its documentation, with PKCE switched on; state and verifier live in cookies. */
export function start({ port, redirectUri, tokenEndpoint }) {
  const authorize = new URL(authorizationEndpoint)
  const token = new URL(tokenEndpoint)
  const fastify = createFastify()
  fastify.register(oauth2, {
    name: 'mercadoPago',
    credentials: {
      client: { id: clientId, secret: clientSecret },
      auth: {
        authorizeHost: authorize.origin,
        authorizePath: authorize.pathname,
        tokenHost: token.origin,
        tokenPath: token.pathname,
      },
      options: { authorizationMethod: 'body' },
    },
    startRedirectPath: connectPath,
    callbackUri: redirectUri,
    pkce: 'S256',
  })
  fastify.get(callbackPath, async function callback(request) {
    const { token } = await this.mercadoPago.getAccessTokenFromAuthorizationCodeFlow(request)
    return linked(token.user_id)
  })
  return fastify.listen({ port })
}

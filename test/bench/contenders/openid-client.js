import Koa from 'koa'
import session from 'koa-session'
import * as client from 'openid-client'
import {
  authorizationEndpoint,
  callbackPath,
  clientId,
  clientSecret,
  connectPath,
  linked,
} from '../application.js'

/** As in its documentation, the verifier and the state kept in koa-session's cookie. */
export function start({ port, redirectUri, tokenEndpoint }) {
  const server = {
    issuer: new URL(authorizationEndpoint).origin,
    authorization_endpoint: authorizationEndpoint,
    token_endpoint: tokenEndpoint,
  }
  const credentials = client.ClientSecretPost(clientSecret)
  const config = new client.Configuration(server, clientId, undefined, credentials)
  client.allowInsecureRequests(config)

  async function connect(ctx) {
    const codeVerifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state,
    })
    ctx.session.attempt = { codeVerifier, state }
    ctx.redirect(url.href)
  }

  async function callback(ctx) {
    const { codeVerifier, state } = ctx.session.attempt
    ctx.session.attempt = undefined
    const tokens = await client.authorizationCodeGrant(config, ctx.URL, {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
    })
    ctx.body = linked(tokens.user_id)
  }

  const app = new Koa()
  app.keys = [clientSecret]
  app.use(session({}, app))
  app.use(async (ctx) => {
    if (ctx.path === connectPath) await connect(ctx)
    else if (ctx.path === callbackPath) await callback(ctx)
  })
  return app.listen(port)
}

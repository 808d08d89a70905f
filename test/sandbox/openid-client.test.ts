import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  ResponseBodyError,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
} from 'openid-client'
import { redirectUri } from './wire.ts'

describe('sandbox: with openid-client', () => {
  let sandbox: Sandbox
  let config: Configuration
  let authorizationUrl: URL
  let pkceCodeVerifier: string
  let expectedState: string

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
    const { clientId, clientSecret } = sandbox.application
    const { authorizationEndpoint, tokenEndpoint } = sandbox.endpoints
    const server = {
      issuer: sandbox.url,
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: tokenEndpoint,
    }
    config = new Configuration(server, clientId, {}, ClientSecretPost(clientSecret))
    allowInsecureRequests(config)

    pkceCodeVerifier = randomPKCECodeVerifier()
    expectedState = randomState()
    authorizationUrl = buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      state: expectedState,
      code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
  })

  afterEach(() => sandbox.close())

  function finish(back: string) {
    return authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier, expectedState })
  }

  async function rejection(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      () => undefined,
      (error: unknown) => error,
    )
  }

  it('links a seller and renews', async () => {
    const tokens = await finish(await sandbox.approve(authorizationUrl))
    const renewed = await refreshTokenGrant(config, tokens.refresh_token ?? '')

    expect(tokens).to.include({ expires_in: 15552000, user_id: 700100001, live_mode: true })
    expect(renewed.access_token).to.match(/^APP_USR-[0-9-]+-[0-9a-f]{32}-700100001$/)
    expect(renewed.access_token).to.not.equal(tokens.access_token)
    expect(renewed.refresh_token).to.match(/^TG-[0-9a-f]{24}-700100001$/)
    expect(renewed.refresh_token).to.not.equal(tokens.refresh_token)
  })

  it('is refused a refresh token that was used', async () => {
    const tokens = await finish(await sandbox.approve(authorizationUrl))
    await refreshTokenGrant(config, tokens.refresh_token ?? '')

    const error = await rejection(refreshTokenGrant(config, tokens.refresh_token ?? ''))

    expect(error).to.be.instanceOf(ResponseBodyError)
    expect(error).to.include({ error: 'invalid_grant', status: 400 })
  })

  it('hears a denial', async () => {
    const error = await rejection(finish(await sandbox.deny(authorizationUrl)))

    expect(error).to.be.instanceOf(AuthorizationResponseError)
    expect(error).to.have.property('error', 'access_denied')
  })

  it('gets a token for the application itself', async () => {
    const tokens = await clientCredentialsGrant(config)

    expect(tokens).to.include({ expires_in: 21600, user_id: 700000000 })
    expect(tokens.refresh_token).to.equal(undefined)
  })
})

import { expect } from 'chai'
import { createWso2Sandbox, type Wso2Sandbox } from 'mercadopago-oauth-sandbox'
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  tokenIntrospection,
  tokenRevocation,
} from 'openid-client'
import { rejection } from '../helpers/errors.ts'
import { redirectUri } from './wire.ts'

for (const tenant of [undefined, 'shop.example']) {
  describe(`WSO2 sandbox${tenant ? `, tenant ${tenant}` : ''}: with openid-client`, () => {
    let sandbox: Wso2Sandbox
    let config: Configuration
    let authorizationUrl: URL
    let pkceCodeVerifier: string
    let expectedState: string
    let expectedNonce: string

    beforeEach(async () => {
      sandbox = await createWso2Sandbox({
        applications: [{ redirectUris: [redirectUri] }],
        ...(tenant && { tenant }),
      })
      const { clientId, clientSecret } = sandbox.application
      config = await discovery(
        new URL(sandbox.issuer),
        clientId,
        {},
        ClientSecretBasic(clientSecret),
        // The ID token's signature is judged, too, by the server's key set.
        { execute: [allowInsecureRequests, enableNonRepudiationChecks] },
      )
      pkceCodeVerifier = randomPKCECodeVerifier()
      expectedState = randomState()
      expectedNonce = randomNonce()
      authorizationUrl = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: expectedState,
        nonce: expectedNonce,
        code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      })
    })

    afterEach(() => sandbox.close())

    function finish(back: string) {
      const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
      return authorizationCodeGrant(config, new URL(back), checks)
    }

    it('discovers, signs a user in, renews, introspects and revokes', async () => {
      const tokens = await finish(await sandbox.approve(authorizationUrl))
      const { sub = '' } = tokens.claims() ?? {}
      const profile = await fetchUserInfo(config, tokens.access_token, sub)
      const renewed = await refreshTokenGrant(config, tokens.refresh_token ?? '')
      const described = await tokenIntrospection(config, renewed.access_token)
      await tokenRevocation(config, renewed.refresh_token ?? '')
      const afterwards = await tokenIntrospection(config, renewed.access_token)

      expect(tokens).to.include({ expires_in: 3600, scope: 'openid', token_type: 'bearer' })
      expect(sub).to.equal('3d9e8f10-0a41-4b7e-9c36-5f1d2c7a6b01')
      expect(profile).to.include({ sub, name: 'Ana Benítez' })
      expect(renewed.refresh_token).to.be.a('string').and.not.equal(tokens.refresh_token)
      expect(described).to.include({ active: true, sub })
      expect(afterwards).to.deep.equal({ active: false })
    })

    it('hears a denial', async () => {
      const back = await sandbox.deny(authorizationUrl)
      const error = await rejection(finish(back), AuthorizationResponseError)

      expect(error.error).to.equal('access_denied')
    })

    it('hears that the challenge is missing', async () => {
      authorizationUrl.searchParams.delete('code_challenge')
      const back = await sandbox.approve(authorizationUrl)
      const error = await rejection(finish(back), AuthorizationResponseError)

      expect(error.error).to.equal('invalid_request')
    })

    it('burns a code by a wrong verifier', async () => {
      const back = await sandbox.approve(authorizationUrl)
      const right = pkceCodeVerifier
      pkceCodeVerifier = randomPKCECodeVerifier()
      const wrong = await rejection(finish(back), ResponseBodyError)
      pkceCodeVerifier = right
      const late = await rejection(finish(back), ResponseBodyError)

      expect([wrong.error, wrong.status]).to.deep.equal(['invalid_grant', 400])
      expect(wrong.error_description).to.equal('PKCE validation failed.')
      expect(late.error_description).to.equal('Expired or Revoked authorization code.')
    })
  })
}

import { request } from 'undici'
import { authorizationEndpoint, clientId, clientSecret } from '../application.js'

// The example pair of RFC 7636, appendix B.
const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** The same attempt for everybody, made once: what is left is the framework, two requests and a token call. */
export function fixedAttempt({ redirectUri, tokenEndpoint }) {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'the same for everybody, so worth nothing',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  })
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  }).toString()
  return {
    authorizationUrl: `${authorizationEndpoint}?${asked}`,
    async tokensFor(code) {
      const { body } = await request(tokenEndpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${form}&code=${encodeURIComponent(code)}`,
      })
      return await body.json()
    },
  }
}

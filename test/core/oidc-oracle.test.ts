import { expect } from 'chai'
import fc from 'fast-check'
import {
  type Client,
  createAuthorizationFlow,
  createClient,
  discoverProvider,
  MercadoPagoOAuthError,
  type TokenSet,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  ResponseBodyError,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
  tokenIntrospection,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { printed, rejection } from '../helpers/errors.ts'
import { httpServer } from '../helpers/loopback.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { OidcServer, oidcClient, oidcRedirectUri } from '../helpers/oidc-server.ts'

const clientId = 'shop + 1%'
const clientSecret = 'canary: client+secret %3A, 32 characters'
const scope = 'openid offline_access profile email'

/** Begun: where it goes, and how it ends. */
interface Attempt {
  authorizationUrl: URL
  finish(response: URLSearchParams): Promise<unknown>
}

// openid-client, which OpenID certified, walks the same server with the same settings.
describe('oracle: openid-client at the same server', () => {
  withRealSockets()

  const clock = new MovableClock()
  let server: OidcServer
  let ours: Client
  let theirs: Configuration

  before(async () => {
    server = await OidcServer.start([
      oidcClient({ client_id: clientId, client_secret: clientSecret }),
    ])
    ours = await ourClient()
    theirs = await theirClient()
  })
  after(() => server.stop())

  async function ourClient(secret = clientSecret): Promise<Client> {
    const provider = {
      ...(await discoverProvider(server.issuer)),
      authorizationParams: { prompt: 'consent' },
    }
    const redirectUri = oidcRedirectUri
    return createClient({
      clientId,
      clientSecret: secret,
      redirectUri,
      provider,
      clock: clock.read,
    })
  }

  function theirClient(secret = clientSecret): Promise<Configuration> {
    const execute = [allowInsecureRequests]
    return discovery(new URL(server.issuer), clientId, {}, ClientSecretBasic(secret), { execute })
  }

  function ourAttempt(client = ours) {
    const cookies = new CookieJar()
    const flow = createAuthorizationFlow({ client, clock: clock.read })
    const { authorizationUrl } = flow.start({ cookies, scope })
    const finish = async (response: URLSearchParams) =>
      (await flow.finish({ cookies, query: response.toString() })).tokens
    return { authorizationUrl: new URL(authorizationUrl), finish }
  }

  async function theirAttempt(config = theirs) {
    const pkceCodeVerifier = randomPKCECodeVerifier()
    const expectedState = randomState()
    const authorizationUrl = buildAuthorizationUrl(config, {
      redirect_uri: oidcRedirectUri,
      state: expectedState,
      code_challenge: await calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      prompt: 'consent',
      scope,
    })
    const finish = (response: URLSearchParams) =>
      authorizationCodeGrant(config, new URL(`?${response}`, oidcRedirectUri), {
        pkceCodeVerifier,
        expectedState,
      })
    return { authorizationUrl, finish }
  }

  async function ourTokens(): Promise<TokenSet> {
    const { authorizationUrl, finish } = ourAttempt()
    return await finish(await server.consent(authorizationUrl))
  }

  async function theirTokens() {
    const { authorizationUrl, finish } = await theirAttempt()
    return await finish(await server.consent(authorizationUrl))
  }

  /** What both must read from a response, in our words. */
  function read(response: TokenEndpointResponse) {
    return {
      tokenType: response.token_type,
      expiresAt: clock.after(response.expires_in ?? 0),
      scope: response.scope?.split(' '),
      members: Object.keys(response).sort(),
    }
  }

  function fieldsOf({ tokenType, expiresAt, scope, response: reply }: TokenSet) {
    return { tokenType, expiresAt, scope, members: Object.keys(reply).sort() }
  }

  /** Everything but what is new in each attempt. */
  function settingsOf(authorizationUrl: URL) {
    const { state, code_challenge, ...settings } = Object.fromEntries(authorizationUrl.searchParams)
    const { origin, pathname } = authorizationUrl
    return { page: origin + pathname, lengths: [state?.length, code_challenge?.length], settings }
  }

  it('goes to the same page with the same parameters', async () => {
    const [mine, other] = [ourAttempt(), await theirAttempt()]
    expect(settingsOf(mine.authorizationUrl)).to.deep.equal(settingsOf(other.authorizationUrl))
  })

  it('reads the same from the response to a code', async () => {
    const [mine, other] = [await ourTokens(), await theirTokens()]
    expect(fieldsOf(mine)).to.deep.equal(read(other))
    expect(mine.sellerId).to.equal(other.claims()?.sub)
    expect([mine.accessToken.length, mine.refreshToken?.length]).to.deep.equal([
      other.access_token.length,
      other.refresh_token?.length,
    ])
  })

  it('reads the same from the response to a refresh token, also when each renews what the other got', async () => {
    const [mine, other] = [await ourTokens(), await theirTokens()]
    const ourRenewal = await ours.refreshTokenGrant(other.refresh_token ?? '')
    const theirRenewal = await refreshTokenGrant(theirs, mine.refreshToken ?? '')
    expect(fieldsOf(ourRenewal)).to.deep.equal(read(theirRenewal))
    expect(fieldsOf(await ours.refreshTokenGrant(theirRenewal.refresh_token ?? ''))).to.deep.equal(
      read(await refreshTokenGrant(theirs, ourRenewal.refreshToken ?? '')),
    )
  })

  it('reads the same profile', async () => {
    const { accessToken, sellerId } = await ourTokens()
    const { json, displayName, email } = await ours.userInfo(accessToken)
    const claims = await fetchUserInfo(theirs, accessToken, sellerId ?? '')
    expect(json).to.deep.equal(claims)
    expect([displayName, email]).to.deep.equal([claims.name, claims.email])
  })

  it('is told by introspection that what we revoked is over', async () => {
    const { sellerId = '', accessToken, refreshToken = '' } = await ourTokens()
    const isActive = async (token: string) => (await tokenIntrospection(theirs, token)).active
    expect([await isActive(accessToken), await isActive(refreshToken)]).to.deep.equal([true, true])
    expect(await ours.revoke({ sellerId, accessToken, refreshToken })).to.equal(true)
    expect([await isActive(accessToken), await isActive(refreshToken)]).to.deep.equal([
      false,
      false,
    ])
  })

  for (const [what, change] of [
    ['without an issuer', (response: URLSearchParams) => response.delete('iss')],
    [
      'of another issuer',
      (response: URLSearchParams) => response.set('iss', 'https://evil.example'),
    ],
    ['with another state', (response: URLSearchParams) => response.set('state', randomState())],
    ['without a code', (response: URLSearchParams) => response.delete('code')],
  ] as const) {
    it(`refuses a response ${what}, and sends nothing`, async () => {
      for (const { authorizationUrl, finish } of [ourAttempt(), await theirAttempt()]) {
        const response = await server.consent(authorizationUrl)
        change(response)
        const sent = server.grants
        await rejection<Error>(finish(response), Error)
        expect(server.grants).to.equal(sent)
      }
    })
  }

  /** Both are refused for the same reason; our code, and the reason. */
  async function sameRefusal(mine: Promise<unknown>, other: Promise<unknown>) {
    const [ourError, theirError] = await Promise.all([
      rejection(mine, MercadoPagoOAuthError),
      rejection(other, Error),
    ])
    const { code, upstreamError, upstreamStatus } = ourError
    expect([upstreamError, upstreamStatus]).to.deep.equal(refusalIn(theirError))
    expect(printed(ourError)).not.to.include('canary')
    return [code, upstreamError]
  }

  it('hears the same refusal of a code that nobody was given', async () => {
    async function invented({ authorizationUrl, finish }: Attempt): Promise<unknown> {
      const response = await server.consent(authorizationUrl)
      response.set('code', 'x'.repeat(43))
      return await finish(response)
    }
    const [mine, other] = [ourAttempt(), await theirAttempt()]
    expect(await sameRefusal(invented(mine), invented(other))).to.deep.equal([
      'code_rejected',
      'invalid_grant',
    ])
  })

  it('hears the same refusal of a refresh token that was used', async () => {
    const [mine, other] = [await ourTokens(), await theirTokens()]
    const ourToken = mine.refreshToken ?? ''
    const theirToken = other.refresh_token ?? ''
    await ours.refreshTokenGrant(ourToken)
    await refreshTokenGrant(theirs, theirToken)
    expect(
      await sameRefusal(ours.refreshTokenGrant(ourToken), refreshTokenGrant(theirs, theirToken)),
    ).to.deep.equal(['reauthorization_required', 'invalid_grant'])
  })

  it('hears the same refusal of a wrong secret', async () => {
    const wrong = 'canary-wrong-secret'
    const [mine, other] = [await ourClient(wrong), await theirClient(wrong)]
    expect(
      await sameRefusal(mine.refreshTokenGrant('any'), refreshTokenGrant(other, 'any')),
    ).to.deep.equal(['client_rejected', 'invalid_client'])
  })

  it('D23: says the same credentials in HTTP Basic, of any characters', async () => {
    const recorder = await httpServer((response) => response.writeHead(503).end())
    const text = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom(':', '%', '+', 'a b', 'ü', '%3A', '100 % + ü:é', '\u{1f511}'),
      )
      // Blanks at an end are refused.
      .filter((one) => one === one.trim())
    await fc.assert(
      fc.asyncProperty(text, text, async (id, secret) => {
        const client = createClient({
          clientId: id,
          clientSecret: secret,
          redirectUri: oidcRedirectUri,
          provider: { ...ours.provider, tokenEndpoint: `${recorder.origin}/token` },
        })
        await rejection(client.refreshTokenGrant('any'), UpstreamUnavailableError)
        const headers = new Headers()
        await ClientSecretBasic(secret)(
          theirs.serverMetadata(),
          { client_id: id },
          new URLSearchParams(),
          headers,
        )
        const sent = recorder.requests.at(-1)?.headers.authorization ?? ''
        expect(credentialsIn(sent)).to.deep.equal([id, secret])
        expect(credentialsIn(headers.get('authorization') ?? '')).to.deep.equal([id, secret])
      }),
      { numRuns: 40 },
    )
    await recorder.close()
  })
})

/** The code and the status of a refusal, as openid-client reports it. */
function refusalIn(error: Error): [code: string | undefined, status: number] {
  if (error instanceof ResponseBodyError) return [error.error, error.status]
  if (error instanceof WWWAuthenticateChallengeError) {
    return [error.cause[0]?.parameters.error, error.status]
  }
  throw error
}

/** As a server reads them (RFC 6749, section 2.3.1 and appendix B). */
function credentialsIn(authorization: string): string[] {
  const [scheme, pair = ''] = authorization.split(' ')
  expect(scheme).to.equal('Basic')
  return Buffer.from(pair, 'base64')
    .toString('latin1')
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
}

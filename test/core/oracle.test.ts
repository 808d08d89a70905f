import { expect } from 'chai'
import fc from 'fast-check'
import {
  AuthorizationDeniedError,
  AuthorizationServerError,
  CallbackInputError,
  type Client,
  createAuthorizationFlow,
  createClient,
  mercadoPagoProvider,
  type Provider,
  StateError,
  TokenResponseError,
  type TokenSet,
} from 'mercadopago-oauth'
import * as oauth from 'oauth4webapi'
import { application, codeVerifier, tokenResponse } from '../helpers/application.ts'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { closeServers, httpServer } from '../helpers/loopback.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { stateOf } from '../helpers/token-endpoint.ts'

// oauth4webapi, which OpenID certified, judges beside us: whatever it refuses, we refuse.
const issuer = 'https://auth.mercadopago.com'
const server: oauth.AuthorizationServer = { issuer }
const judge: oauth.Client = { client_id: application.clientId }

/** Leaves the member out. */
const absent = Symbol('absent')

const strange = fc.constantFrom<unknown>(
  absent,
  undefined,
  null,
  '',
  ' ',
  '0',
  '1',
  '-1',
  '60',
  '1.5',
  '1e3',
  'bearer',
  'Bearer',
  'BEARER',
  'dpop',
  'mac',
  'read write',
  'TG-1',
  'APP_USR-1',
  'a b',
  'a\n',
  '\u0000',
  'ñ',
  '\ud800',
  0,
  -0,
  1,
  -1,
  1.5,
  15552000,
  1e12,
  1e300,
  2 ** 53,
  true,
  false,
  {},
  [],
  ['bearer'],
  { toString: 'bearer' },
)
/** Mostly right, so that more than one member decides. */
const member = (right: unknown) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: strange })

const responses = fc
  .record({
    access_token: member(tokenResponse.access_token),
    token_type: member('bearer'),
    expires_in: member(15552000),
    refresh_token: member(tokenResponse.refresh_token),
    scope: member(tokenResponse.scope),
    user_id: member(987654321),
    public_key: member(tokenResponse.public_key),
    live_mode: member(true),
    error: fc.constantFrom<unknown>(absent, absent, absent, 'invalid_grant', 5),
  })
  .map((members) =>
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== absent)),
  )

const bodies = fc.oneof(
  { weight: 12, arbitrary: responses.map((response) => JSON.stringify(response)) },
  { weight: 1, arbitrary: responses.map((response) => JSON.stringify([response])) },
  { weight: 1, arbitrary: responses.map((response) => JSON.stringify(response).slice(0, -1)) },
  { weight: 1, arbitrary: responses.map((response) => `${JSON.stringify(response)}}`) },
  // Numbers that only JSON text can spell.
  {
    weight: 1,
    arbitrary: fc
      .tuple(responses, fc.constantFrom('1e999', '-1e999', '1e-999', '0.0', '6e1', '-0'))
      .map(([{ expires_in: _, ...others }, number]) =>
        JSON.stringify({ expires_in: '#', ...others }).replace('"#"', number),
      ),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string() },
)

const statuses = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(201, 202, 206, 300, 302, 400, 401, 403, 404, 429, 500) },
)

/** What a promise came to. */
async function outcome<T>(promise: Promise<T>): Promise<{ value?: T; error?: unknown }> {
  return await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
}

describe('oracle', function () {
  // Thousands of requests; a busy machine takes many times as long.
  this.timeout(180_000)

  withRealSockets()

  // The next response of the token endpoint. It is sent over a socket, because thousands of mocks are slow.
  let next: { status: number; body: string }
  let provider: Provider
  let client: Client
  before(async () => {
    const { origin } = await httpServer((response) =>
      response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body),
    )
    provider = { ...mercadoPagoProvider(), tokenEndpoint: `${origin}/oauth/token` }
    client = createClient({ ...application, provider })
  })
  after(closeServers)

  /** The same response for us and for the oracle, which is not to see our reading of `null`, or of an empty one at a renewal. */
  async function judged(
    grant: 'authorization_code' | 'refresh_token',
    status: number,
    body: string,
  ) {
    next = { status, body }
    const isRefresh = grant === 'refresh_token'
    const process = isRefresh
      ? oauth.processRefreshTokenResponse
      : oauth.processAuthorizationCodeResponse
    const response = new Response(withoutAbsentRefreshToken(body, isRefresh), {
      status,
      headers: { 'content-type': 'application/json' },
    })
    return {
      ours: await outcome<TokenSet>(
        isRefresh
          ? client.refreshTokenGrant('TG-old')
          : client.authorizationCodeGrant({ code: 'TG-1', codeVerifier }),
      ),
      theirs: await outcome(process(server, judge, response)),
    }
  }

  for (const grant of ['authorization_code', 'refresh_token'] as const) {
    it(`refuses every response to ${grant} that it refuses`, async () => {
      let accepted = 0
      let refused = 0
      await fc.assert(
        fc.asyncProperty(statuses, bodies, async (status, body) => {
          const { ours, theirs } = await judged(grant, status, body)
          if (ours.error === undefined) accepted += 1
          if (theirs.error === undefined) return
          refused += 1
          expect(ours.error, `it refused: ${theirs.error}`).to.not.equal(undefined)
        }),
        { numRuns: 3000 },
      )
      expect(accepted).to.be.above(10)
      expect(refused).to.be.above(200)
    })
  }

  it('is right to refuse refresh_token: null, which we accept as Mercado Pago sends it', async () => {
    const body = { ...tokenResponse, refresh_token: null }
    const response = new Response(JSON.stringify(body), {
      headers: { 'content-type': 'application/json' },
    })
    next = { status: 200, body: JSON.stringify(body) }

    const theirs = await outcome(oauth.processRefreshTokenResponse(server, judge, response))
    const tokens = await client.refreshTokenGrant('TG-old')

    expect(theirs.error).to.have.property('code', 'OAUTH_INVALID_RESPONSE')
    expect(tokens.refreshToken).to.equal(undefined)
  })

  it('reads the same tokens from a response both accept', async () => {
    await fc.assert(
      fc.asyncProperty(responses, async (response) => {
        const body = JSON.stringify(response)
        const { ours, theirs } = await judged('refresh_token', 200, body)
        if (ours.value === undefined) return
        expect(ours.value.accessToken).to.equal(theirs.value?.access_token)
        expect(ours.value.tokenType).to.equal(theirs.value?.token_type)
        expect(ours.value.refreshToken).to.equal(theirs.value?.refresh_token)
      }),
      { numRuns: 1000 },
    )
  })

  const values = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('TG-1', 'STATE', 'STATE', issuer) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('', 'A'.repeat(43), 'access_denied', 'a.b.c', 'STATEx', '%00'),
    },
    { weight: 1, arbitrary: fc.string().map((text) => encodeURIComponent(text)) },
    { weight: 1, arbitrary: fc.constantFrom('%ff', '%zz', '+', 'ñ', `${issuer}/`) },
  )
  const names = fc.constantFrom(
    ...['code', 'state', 'iss', 'error', 'error_description', 'response', 'id_token', 'token'],
    ...['code[]', 'state[]', 'st%61te', 'Code', '', '__proto__', 'unknown'],
  )
  const right = fc.constantFrom(
    'code=TG-1&state=STATE',
    'state=STATE&code=TG-1',
    `code=TG-1&state=STATE&iss=${encodeURIComponent(issuer)}`,
    'error=access_denied&state=STATE',
  )
  const parameters = fc
    .array(fc.tuple(names, values), { maxLength: 4 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))
  const queries = fc
    .tuple(fc.option(right, { nil: '' }), parameters, fc.boolean())
    .map(([base, extra, isFirst]) => (isFirst ? `${extra}&${base}` : `${base}&${extra}`))

  for (const requireIssuer of [false, true]) {
    it(`refuses every callback that it refuses${requireIssuer ? ', iss required' : ''}`, async () => {
      next = { status: 200, body: JSON.stringify(tokenResponse) }
      const flow = createAuthorizationFlow({
        client: createClient({ ...application, provider: { ...provider, requireIssuer } }),
      })
      const judgedServer = {
        ...server,
        authorization_response_iss_parameter_supported: requireIssuer,
      }
      let accepted = 0
      let refused = 0
      await fc.assert(
        fc.asyncProperty(queries, async (template) => {
          const cookies = new CookieJar()
          const state = stateOf(flow.start({ cookies }).authorizationUrl)
          const query = template.replaceAll('STATE', state)
          const theirs = thrownBy(() =>
            oauth.validateAuthResponse(judgedServer, judge, new URLSearchParams(query), state),
          )

          const { error } = await outcome(flow.finish({ cookies, query }))

          if (error === undefined) accepted += 1
          else expectKnown(error)
          if (theirs === undefined) return
          refused += 1
          expect(error, `it refused: ${theirs}`).to.not.equal(undefined)
        }),
        { numRuns: 2000 },
      )
      expect(accepted).to.be.above(requireIssuer ? 10 : 100)
      expect(refused).to.be.above(200)
    })
  }

  it('has every refusal of ours be the one for a response OAuth does not allow', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { ours } = await judged('refresh_token', 200, body)
        if (ours.error !== undefined) expect(ours.error).to.be.instanceOf(TokenResponseError)
      }),
      { numRuns: 1000 },
    )
  })
})

/** A refused callback ends in one of these and in nothing else. */
function expectKnown(error: unknown): void {
  const known = [CallbackInputError, StateError, AuthorizationDeniedError, AuthorizationServerError]
  expect(
    known.some((type) => error instanceof type),
    String(error),
  ).to.equal(true)
}

function thrownBy(act: () => unknown): unknown {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}

/** Takes out the one member that we read otherwise, when it is what the response really says. */
function withoutAbsentRefreshToken(body: string, isRefresh: boolean): string {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('refresh_token' in value)) return body
    if (value.refresh_token === null) return body.replace('"refresh_token":null', '"unread":null')
    const isEmpty = isRefresh && value.refresh_token === ''
    return isEmpty ? body.replace('"refresh_token":""', '"unread":""') : body
  } catch {
    return body
  }
}

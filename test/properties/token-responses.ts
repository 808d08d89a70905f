import { Agent, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { type Client, createClient, mercadoPagoProvider, TokenSet } from 'mercadopago-oauth'
import * as oauth from 'oauth4webapi'
import { application, codeVerifier } from '../helpers/application.ts'
import { httpServer, type Loopback, tcpServer } from '../helpers/loopback.ts'
import type { Report } from '../reliability/report.ts'
import { Canaries } from './canaries.ts'
import { Contract } from './contract.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { Fault, same } from './fault.ts'
import { outcomeOf } from './outcome.ts'
import {
  bodyOf,
  type ResponseText,
  responseTexts,
  responseTokens,
  type WireFault,
  wireBytes,
  wireFaults,
} from './response-texts.ts'

const code = 'TG-c4n4ry-of-the-authorization-code'
const oldRefreshToken = 'TG-c4n4ry-of-the-old-refresh-token'
const now = new Date('2026-11-21T12:00:00.000Z')
const mostBytes = 65_536
/** Enough on any machine. */
const patienceMs = 20_000
/** All that a silent provider ever says. */
const beginning = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{'
const dayMs = 24 * 60 * 60 * 1000

/** What is asked, and the codes it may end with. */
const requests = {
  authorization_code: {
    send: (client: Client) => client.authorizationCodeGrant({ code, codeVerifier }),
    codes: ['code_rejected', 'client_rejected', 'exchange_outcome_unknown'],
  },
  refresh_token: {
    send: (client: Client) => client.refreshTokenGrant(oldRefreshToken),
    codes: ['reauthorization_required', 'client_rejected'],
  },
  client_credentials: {
    send: (client: Client) => client.clientCredentialsGrant(),
    codes: ['client_rejected'],
  },
  profile: {
    send: (client: Client) => client.userInfo(responseTokens.access_token),
    codes: ['reauthorization_required'],
  },
} as const
const responseCodes = ['token_response_invalid', 'upstream_unavailable', 'upstream_rate_limited']

type RequestKind = keyof typeof requests

interface ResponseCase {
  kind: RequestKind
  response: ResponseText
  /** What happens to it on the wire. */
  wire: WireFault
}

const cases: fc.Arbitrary<ResponseCase> = fc.record({
  kind: fc.constantFrom(...(Object.keys(requests) as RequestKind[])),
  response: responseTexts,
  wire: wireFaults,
})

/**
 * R07: whatever a provider responds, the request is sent once and ends either with tokens that keep every promise
 * or with a code of the contract. A response that oauth4webapi refuses is refused.
 */
export async function tokenResponses(options: ExplorationOptions): Promise<Report> {
  const provider = await ScriptedProvider.start()
  const contract = new Contract()
  try {
    return await explore(
      { run: 'R07 token answers', cases, attempt: (one) => attempt(one, provider, contract) },
      options,
    )
  } finally {
    await provider.stop()
  }
}

async function attempt(
  one: ResponseCase,
  provider: ScriptedProvider,
  contract: Contract,
): Promise<string> {
  const { kind, response: reply, wire } = one
  const canaries = new Canaries(application.clientSecret, code, codeVerifier, oldRefreshToken)
  canaries.add(responseTokens.access_token, responseTokens.refresh_token)
  const { send, codes } = requests[kind]
  const client = provider.respondingWith(one)
  const sent = send(client)
  const found = await outcomeOf(
    kind === 'profile' ? withoutData(sent) : sent,
    { contract, canaries },
    'accepted',
  )

  // After a timeout the request may not even have arrived.
  if (wire !== 'silence') same('requests', provider.takeCount(), 1)
  if (found !== 'accepted') {
    const allowed: readonly string[] = [...codes, ...responseCodes]
    const isLost = wire === 'silence' && found === 'upstream_timeout'
    if (!isLost && !allowed.includes(found)) throw new Fault(`${kind} ended with ${found}`)
    return found
  }
  if (wire !== 'none') throw new Fault(`accepted in spite of ${wire}`)
  const bytes = Buffer.byteLength(bodyOf(reply))
  if (bytes > mostBytes) throw new Fault(`accepted although of ${bytes} bytes`)
  const [type = ''] = (reply.contentType ?? '').toLowerCase().split(';')
  if (!/^application\/(problem\+)?json$/.test(type)) throw new Fault(`accepted although ${type}`)
  const value = await sent
  if (value instanceof TokenSet) {
    assertSound(value, kind)
    await assertAcceptedElsewhere(kind, reply, value)
  } else same('id', /^[1-9]\d{0,31}$/.test(value.id), true)
  return `${kind} accepted`
}

/** A profile keeps the response as it came, so whatever is in it may be seen. */
async function withoutData(work: Promise<unknown>): Promise<void> {
  await work
}

/** Everything a token set promises, whatever it was read from. */
function assertSound(tokens: TokenSet, kind: RequestKind): void {
  const { accessToken, refreshToken, expiresAt, scope, sellerId, publicKey, liveMode } = tokens
  const lifeMs = expiresAt.getTime() - now.getTime()
  const faults = Object.entries({
    accessToken: isVisible(accessToken),
    refreshToken: refreshToken === undefined || isVisible(refreshToken),
    tokenType: tokens.tokenType === 'bearer',
    expiresAt: lifeMs > 0 && lifeMs <= 400 * dayMs && Number.isInteger(lifeMs),
    scope: scope.every((word) => isVisible(word)),
    sellerId: sellerId === undefined ? kind !== 'authorization_code' : /^[1-9]\d*$/.test(sellerId),
    publicKey: publicKey === undefined || isVisible(publicKey),
    liveMode: liveMode === undefined || typeof liveMode === 'boolean',
  }).filter(([, isKept]) => !isKept)
  if (faults.length > 0) throw new Fault(`unsound: ${faults.map(([name]) => name).join()}`)
}

function isVisible(text: unknown): boolean {
  return typeof text === 'string' && /^[\x21-\x7e]+$/.test(text)
}

const server: oauth.AuthorizationServer = { issuer: 'https://auth.mercadopago.com' }
const judge: oauth.Client = { client_id: application.clientId }

/** The certified judge accepts it, too, and reads the same tokens. */
async function assertAcceptedElsewhere(
  kind: ResponseCase['kind'],
  reply: ResponseText,
  tokens: TokenSet,
): Promise<void> {
  const members: Record<string, unknown> = JSON.parse(bodyOf(reply))
  // The quirks of ours: `null` for no refresh token, an empty one at a renewal, and types such as
  // application/problem+json.
  const isEmpty = kind === 'refresh_token' && members.refresh_token === ''
  if (members.refresh_token === null || isEmpty) delete members.refresh_token
  const { access_token, token_type, expires_in, refresh_token, scope } = members
  const read = { access_token, token_type, expires_in, refresh_token, scope }
  const response = new Response(JSON.stringify(read), {
    status: reply.status,
    headers: { 'content-type': (reply.contentType ?? '').replace('problem+json', 'json') },
  })
  const theirs = await oauth.processRefreshTokenResponse(server, judge, response)
  same('access token', tokens.accessToken === theirs.access_token, true)
  same('refresh token', tokens.refreshToken === theirs.refresh_token, true)
}

/** A provider on real sockets that says what a case wants it to. */
class ScriptedProvider {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #responses: Loopback
  readonly #faults: Loopback
  readonly #silence: Loopback
  #next: ResponseCase | undefined
  #faultCount = 0

  private constructor(responses: Loopback, faults: Loopback, silence: Loopback) {
    this.#responses = responses
    this.#faults = faults
    this.#silence = silence
  }

  static async start(): Promise<ScriptedProvider> {
    let provider: ScriptedProvider | undefined
    const responses = await httpServer((response) => provider?.respond(response))
    const faults = await tcpServer((socket) => {
      socket.once('data', () => provider?.fail(socket))
    })
    const silence = await tcpServer((socket) => {
      socket.once('data', () => socket.write(beginning))
    })
    provider = new ScriptedProvider(responses, faults, silence)
    return provider
  }

  /** A client that gets this response to every request. */
  respondingWith(next: ResponseCase): Client {
    this.#next = next
    this.takeCount()
    const { origin } = this.#serverOf(next.wire)
    return createClient({
      ...application,
      clock: () => now,
      timeoutMs: next.wire === 'silence' ? 40 : patienceMs,
      connectTimeoutMs: patienceMs,
      agent: this.#agent,
      provider: {
        ...mercadoPagoProvider(),
        tokenEndpoint: `${origin}/oauth/token`,
        userInfoEndpoint: `${origin}/users/me`,
      },
    })
  }

  /** How many requests arrived since it was asked last. */
  takeCount(): number {
    const count = this.#responses.requests.splice(0).length + this.#faultCount
    this.#faultCount = 0
    return count
  }

  async stop(): Promise<void> {
    this.#agent.destroy()
    await Promise.all([this.#responses.close(), this.#faults.close(), this.#silence.close()])
  }

  #serverOf(wire: WireFault): Loopback {
    if (wire === 'none') return this.#responses
    return wire === 'silence' ? this.#silence : this.#faults
  }

  respond(response: ServerResponse): void {
    if (this.#next === undefined) return
    const { status, contentType, retryAfter } = this.#next.response
    response.writeHead(status, {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    })
    response.end(bodyOf(this.#next.response))
  }

  fail(socket: Socket): void {
    if (this.#next === undefined) return
    const { response: reply, wire } = this.#next
    if (wire === 'none' || wire === 'silence') return
    this.#faultCount += 1
    const bytes = wireBytes(reply, wire)
    if (wire === 'reset') socket.write(bytes, () => socket.resetAndDestroy())
    else socket.end(bytes)
  }
}

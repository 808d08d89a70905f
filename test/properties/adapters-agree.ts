import { parseSetCookie } from 'cookie'
import fc from 'fast-check'
import { type Adapter, adapters, type RunningApp } from '../helpers/adapters.ts'
import type { Browser } from '../helpers/browser.ts'
import { isEnded } from '../helpers/cookie-jar.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { goodResponse, json, type Reply, TokenServer } from '../helpers/token-server.ts'
import type { Report } from '../reliability/report.ts'
import { Canaries } from './canaries.ts'
import { type CookieText, headerOf, mostlyKeptCookies } from './cookie-texts.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { Fault } from './fault.ts'
import { type QueryText, queryOf, queryTexts } from './query-texts.ts'
import { RawConnection, type RawResponse } from './raw-connection.ts'

const code = 'TG-c4n4ry-of-the-authorization-code'
const clientSecret = 'the-secret-of-the-application-01'
const constantSecrets = [clientSecret, goodResponse.access_token, goodResponse.refresh_token]
const lifeSeconds = 600
/** Longer than any wait a provider asked for in the case before. */
const pauseSeconds = 61

/** The provider's response to a code. */
const replies = {
  good: json(goodResponse),
  'code refused': json({ error: 'invalid_grant', status: 400 }, 400),
  'client refused': json({ error: 'invalid_client', status: 401 }, 401),
  'wait, please': json({ error: 'local_rate_limited', status: 429 }, 429, { 'retry-after': '7' }),
  broken: json({}, 503),
  nonsense: json({ access_token: 5 }),
} satisfies Record<string, Reply>

interface DifferentialCase {
  query: QueryText
  cookies: CookieText
  method: string
  path: string
  /** Which adapter began the attempt: both make the same cookies. */
  begunBy: number
  start: { context: string; returnTo: string; seller: string }
  startedBy: string | undefined
  endedBy: string | undefined
  afterSeconds: number
  /** How often the callback is sent. */
  times: number
  reply: keyof typeof replies
}

const users = fc.constantFrom(undefined, undefined, undefined, 'ana', 'eva')

const cases: fc.Arbitrary<DifferentialCase> = fc.record({
  query: queryTexts,
  cookies: mostlyKeptCookies,
  method: fc.oneof(
    { weight: 15, arbitrary: fc.constant('GET') },
    { weight: 1, arbitrary: fc.constantFrom('POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS') },
  ),
  path: fc.oneof(
    { weight: 15, arbitrary: fc.constant('/callback') },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...['/callback/', '/CALLBACK', '//callback', '/other', '/callback#', '/callback#x'],
        ...[
          'http://app.example/callback',
          'HTTPS://evil.example:99/callback',
          'http://u:p@x/callback',
        ],
        ...['http://app.example', 'http:///callback', 'x:/callback', 'callback', '*'],
      ),
    },
  ),
  begunBy: fc.nat({ max: adapters.length - 1 }),
  start: fc.record({
    context: fc.constantFrom('', 'shop', '{"a":1}'),
    returnTo: fc.constantFrom('', '/shops?a=1#b', '//evil.example', 'https://app.example/x'),
    seller: fc.constantFrom('', '', String(goodResponse.user_id), '1'),
  }),
  startedBy: users,
  endedBy: users,
  afterSeconds: fc.constantFrom(0, 0, 0, lifeSeconds),
  times: fc.constantFrom(1, 1, 2),
  reply: fc.constantFrom('good', 'good', ...(Object.keys(replies) as (keyof typeof replies)[])),
})

/**
 * R13: byte for byte the same request gets the same response from both adapters: status, code, cookies,
 * the headers that matter, and as many token requests.
 */
export async function adaptersAgree(options: ExplorationOptions): Promise<Report> {
  const clock = new MovableClock()
  const provider = await TokenServer.start()
  const sides = await Promise.all(adapters.map((one) => Side.start(one, provider, clock)))
  try {
    return await explore(
      { run: 'R13 adapters agree', cases, attempt: (one) => attempt(one, sides, clock) },
      options,
    )
  } finally {
    await Promise.all(sides.map((side) => side.stop()))
    await provider.stop()
  }
}

async function attempt(
  one: DifferentialCase,
  sides: readonly Side[],
  clock: MovableClock,
): Promise<string> {
  clock.advance(pauseSeconds)
  const { context, returnTo, seller } = one.start
  const fields = Object.entries({ context, returnTo, seller }).filter(([, value]) => value !== '')
  const browser = sides[one.begunBy]?.browser(one.startedBy) as Browser
  const { state } = await browser.connect(`?${new URLSearchParams(fields)}`)
  clock.advance(one.afterSeconds)
  const canaries = new Canaries(code, state, ...browser.cookies.values(), ...constantSecrets)
  const held = [...browser.cookies].map(([name, value]) => ({ name, value }))
  const request = requestOf(one, queryOf(one.query, state, code), headerOf(one.cookies, held))

  const transcripts: Transcript[] = []
  for (const side of sides) transcripts.push(await side.transcript(one, request, canaries))
  const [first, ...others] = transcripts.map((each) => JSON.stringify(each))
  if (others.some((other) => other !== first)) {
    throw new Fault(`they differ: ${first} and ${others}, asked ${JSON.stringify(request)}`)
  }
  const { status, words } = transcripts[0]?.responses[0] ?? {}
  return status === 200 ? 'linked' : `${status} ${words}`.trim()
}

/** What can be in a header line of a request that is one. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/g
/** What ends the target in the first line of a request. A `#` does not, though no browser sends it. */
const endsTarget = /[\r\n ]/g

function requestOf({ method, path, endedBy }: DifferentialCase, query: string, cookie: string) {
  return [
    `${method} ${path}?${bytesOf(query).replace(endsTarget, '')} HTTP/1.1`,
    'Host: app.example',
    ...(endedBy === undefined ? [] : [`X-User: ${endedBy}`]),
    ...(cookie === '' ? [] : [`Cookie: ${bytesOf(cookie).replace(unsendable, '')}`]),
    '\r\n',
  ].join('\r\n')
}

/** One character a byte. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** What an adapter's response says to the browser. */
interface Said {
  status: number
  /** The code of an error, or who was linked. */
  words: string
  headers: readonly string[]
  cookies: readonly string[]
}

/** All that is seen from outside. */
interface Transcript {
  responses: readonly Said[]
  tokenRequests: number
}

/** One adapter's app. The provider is the same for all, as its address is part of what seals a cookie. */
class Side {
  readonly #app: RunningApp
  readonly #provider: TokenServer
  readonly #connection: RawConnection

  private constructor(app: RunningApp, provider: TokenServer) {
    this.#app = app
    this.#provider = provider
    this.#connection = new RawConnection(app.origin)
  }

  static async start(adapter: Adapter, provider: TokenServer, clock: MovableClock): Promise<Side> {
    const app = await adapter.start({
      clientId: '1234567890123456',
      clientSecret,
      redirectUri: 'https://app.example/callback',
      provider: provider.provider,
      clock: clock.read,
      // Enough on any machine: what is slow is no difference.
      timeoutMs: 20_000,
      connectTimeoutMs: 20_000,
    })
    return new Side(app, provider)
  }

  browser(user: string | undefined): Browser {
    return this.#app.browser(user)
  }

  /** Sends the request as often as the case says. */
  async transcript(
    { method, times, reply }: DifferentialCase,
    request: string,
    canaries: Canaries,
  ): Promise<Transcript> {
    this.#provider.reply = replies[reply]
    this.#provider.requests.length = 0
    const responses: Said[] = []
    for (let count = 0; count < times; count++) {
      const response = await this.#connection.send(request, { hasBody: method !== 'HEAD' })
      canaries.assertAbsent(response)
      responses.push(said(response))
    }
    return { responses, tokenRequests: this.#provider.forms.length }
  }

  async stop(): Promise<void> {
    this.#connection.close()
    await this.#app.stop()
  }
}

/** A cookie without what is random in it: that its attempt ended is sealed anew each time. */
function shown(line: string): string {
  const cookie = parseSetCookie(line)
  const { value = '' } = cookie
  return JSON.stringify(isEnded(value) && value !== '' ? { ...cookie, value: 'ended' } : cookie)
}

const comparedHeaders = ['cache-control', 'referrer-policy', 'retry-after', 'allow', 'location']

function said({ status, headers, body }: RawResponse): Said {
  const cookies = headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)
  return {
    status,
    words: status === 200 ? body : (/\((\w+)\)/.exec(body)?.[1] ?? ''),
    headers: headers
      .filter(([name]) => comparedHeaders.includes(name))
      .map(([name, value]) => `${name}: ${value}`)
      .sort(),
    cookies: cookies.map(shown).sort(),
  }
}

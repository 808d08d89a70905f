import { parseCookie } from 'cookie'
import fc from 'fast-check'
import { createAuthorizationFlow } from 'mercadopago-oauth'
import { CookieJar, isEnded } from '../helpers/cookie-jar.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import type { Report } from '../reliability/report.ts'
import { type Begun, begin, jarOf } from './begun.ts'
import { readCallback } from './callback-reading.ts'
import { Canaries } from './canaries.ts'
import { Contract } from './contract.ts'
import { type CookieText, headerOf, mostlyKeptCookies } from './cookie-texts.ts'
import {
  constantSecrets,
  countedClient,
  type GrantOutcome,
  grantOutcomes,
  linkedSellerId,
} from './counted-client.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { same } from './fault.ts'
import { outcomeOf } from './outcome.ts'
import { issuer, type QueryText, queryOf, queryTexts } from './query-texts.ts'

const code = 'TG-c4n4ry-of-the-authorization-code'
const lifeSeconds = 600

interface CallbackCase {
  query: QueryText
  cookies: CookieText
  /** Whose state the query carries: of this browser's two attempts, or of another browser. */
  whose: 'first' | 'second' | 'stranger'
  startedBy: string | undefined
  endedBy: string | undefined
  expectedSellerId: string | undefined
  afterSeconds: number
  requireIssuer: boolean
  outcome: GrantOutcome
}

const users = fc.constantFrom(undefined, undefined, undefined, 'ana', 'eva')

const cases: fc.Arbitrary<CallbackCase> = fc.record({
  query: queryTexts,
  cookies: mostlyKeptCookies,
  whose: fc.constantFrom('first', 'first', 'first', 'second', 'stranger'),
  startedBy: users,
  endedBy: users,
  expectedSellerId: fc.constantFrom(undefined, undefined, undefined, linkedSellerId, '1'),
  afterSeconds: fc.constantFrom(0, 0, 0, 1, lifeSeconds - 1, lifeSeconds),
  requireIssuer: fc.constantFrom(false, false, false, true),
  outcome: fc.constantFrom('tokens', 'tokens', 'tokens', ...grantOutcomes),
})

/**
 * R07: whatever a browser brings back, each callback ends as the catalogue says, with no request before
 * the attempt is proven and one at most afterwards, however often it is sent.
 */
export function callbacks(options: ExplorationOptions): Promise<Report> {
  const contract = new Contract()
  return explore({ run: 'R07 callbacks', cases, attempt: (one) => attempt(one, contract) }, options)
}

/** Sends the callback twice at once, then again, then the one the browser should have sent. */
async function attempt(one: CallbackCase, contract: Contract): Promise<string> {
  const { startedBy: user, expectedSellerId, outcome, requireIssuer, endedBy } = one
  const clock = new MovableClock()
  const canaries = new Canaries(...constantSecrets, code)
  const { client, grants } = countedClient({ outcome, requireIssuer, canaries })
  const flow = createAuthorizationFlow({ client, clock: clock.read })
  const browser = new CookieJar()
  const attempts = {
    first: begin(flow, browser, { user, expectedSellerId }),
    second: begin(flow, browser, { user, expectedSellerId }),
    stranger: begin(flow, new CookieJar(), { user, expectedSellerId }),
  }
  const { state, cookie } = attempts[one.whose]
  canaries.add(state, cookie.value)
  clock.advance(one.afterSeconds)

  const query = queryOf(one.query, state, code)
  const header = headerOf(one.cookies, [attempts.first.cookie, attempts.second.cookie])
  const callback = (sent: string, cookies: CookieJar, by: string | undefined) =>
    outcomeOf(flow.finish({ cookies, query: sent, user: by }), { contract, canaries }, 'linked')

  const expected = expectedOutcome(one, query, header, attempts)
  const jars = [jarOf(header), jarOf(header), jarOf(header)] as const
  const [found, again] = await Promise.all([
    callback(query, jars[0], endedBy),
    callback(query, jars[1], endedBy),
  ])
  const later = await callback(query, jars[2], endedBy)

  same('outcome', found, expected.outcome)
  same('outcome of the same again', again, expected.isSpent ? 'state_consumed' : expected.outcome)
  same('outcome of the same later', later, expected.isSpent ? 'state_consumed' : expected.outcome)
  same('token requests', grants.length, expected.isSent ? 1 : 0)
  const dropped = jars[0].deleted.map(({ name }) => name).join()
  same('cookies removed', dropped, expected.dropped.join())
  const ends = jars[0].written.map(({ name, value }) => (isEnded(value) ? name : 'an attempt'))
  same('cookies that only say that it ended', ends.join(), expected.ended.join())
  if (expected.isSpent || one.afterSeconds >= lifeSeconds) return found

  const rightful = one.whose === 'second' ? attempts.second : attempts.first
  const right = new URLSearchParams({ code, state: rightful.state, iss: issuer }).toString()
  const ended = await callback(right, browser.copy(), user)
  same('outcome of the right one after it', ended, grantEnd(one))
  return found
}

interface Expected {
  outcome: string
  /** Whether the attempt is used up by it. */
  isSpent: boolean
  isSent: boolean
  /** Names of the cookies to be forgotten. */
  dropped: string[]
  /** Names of the cookies that from now on only say that their attempt ended. */
  ended: string[]
}

/** The outcome that the catalogue asks for. */
function expectedOutcome(
  one: CallbackCase,
  query: string,
  header: string,
  { first, second }: { first: Begun; second: Begun },
): Expected {
  const refused = (outcome: string, dropped: string[] = []): Expected => ({
    outcome,
    dropped,
    ended: [],
    isSpent: false,
    isSent: false,
  })
  const reading = readCallback(query)
  if (reading === 'malformed') return refused('callback_malformed')
  const { state, iss, error } = reading
  if (state === '') return refused('state_missing')
  const begun = [first, second].find((each) => each.state === state)
  const received = begun && parseCookie(header)[begun.cookie.name]
  if (begun === undefined || received !== begun.cookie.value) return refused('state_mismatch')
  const names = [begun.cookie.name]
  if (one.afterSeconds >= lifeSeconds) return refused('state_expired', names)
  if (one.startedBy !== one.endedBy) return refused('state_mismatch')
  const spent = (outcome: string, isSent: boolean): Expected => ({
    outcome,
    dropped: [],
    ended: names,
    isSpent: true,
    isSent,
  })
  if (iss === undefined ? one.requireIssuer : iss !== issuer) return spent('issuer_mismatch', false)
  if (error === 'access_denied') return spent('access_denied', false)
  if (error !== '') return spent('authorization_error', false)
  return spent(grantEnd(one), true)
}

function grantEnd({ outcome, expectedSellerId = linkedSellerId }: CallbackCase): string {
  if (outcome !== 'tokens') return outcome
  return expectedSellerId === linkedSellerId ? 'linked' : 'seller_mismatch'
}

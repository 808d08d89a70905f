import { parseCookie } from 'cookie'
import fc from 'fast-check'
import { createAuthorizationFlow, type StartOptions } from 'mercadopago-oauth'
import { CookieJar } from '../helpers/cookie-jar.ts'
import type { Report } from '../reliability/report.ts'
import { type Begun, begin, jarOf } from './begun.ts'
import { Canaries } from './canaries.ts'
import { Contract } from './contract.ts'
import { type CookieText, changedCookies, headerOf } from './cookie-texts.ts'
import { constantSecrets, countedClient, linkedSellerId } from './counted-client.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { Fault, same } from './fault.ts'
import { outcomeOf } from './outcome.ts'

/** Caps of what a browser holds for one application. */
const mostAttempts = 8
const mostBytes = 3072

const origin = 'https://app.example'

interface CookieCase {
  starts: readonly Omit<StartOptions, 'cookies'>[]
  /** Which of the starts comes back; counted round and round. */
  which: number
  cookies: CookieText
  /** Whether the cookies were made with secrets that are retired since. */
  isRetired: boolean
}

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('ana', '', '__proto__', 'a'.repeat(257), 'ñ'.repeat(128), '"\\'),
)

const controls = fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code))

const starts: fc.Arbitrary<Omit<StartOptions, 'cookies'>> = fc.record({
  user: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: words },
    // 256 bytes are the most, and each of the characters that JSON escapes counts as it is spelled there.
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...['a'.repeat(256), 'a'.repeat(5_000), 'ñ'.repeat(129), '\\'.repeat(128), '"'.repeat(129)],
        ...['\0'.repeat(42), '\x7f'.repeat(256), '\r\nset-cookie: a=b', '\u2028\ud800', '\x1b[31m'],
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: controls, maxLength: 50 }) },
  ),
  context: fc.oneof(
    fc.constant(undefined),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom('x'.repeat(1_022), '"'.repeat(511), { big: 'x'.repeat(2_000) }),
  ),
  returnTo: fc.oneof(
    fc.constantFrom(undefined, '/', '/shops?a=1#b', '//evil.example', 'javascript:alert(1)'),
    fc.constantFrom(`/${'a'.repeat(511)}`, `/?${'"'.repeat(170)}`, '/\\\\evil.example'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  ),
  expectedSellerId: fc.constantFrom(undefined, undefined, linkedSellerId),
})

const cases: fc.Arbitrary<CookieCase> = fc.record({
  starts: fc.array(starts, { minLength: 1, maxLength: 12 }),
  which: fc.nat(),
  cookies: changedCookies,
  isRetired: fc.constantFrom(false, false, false, false, false, true),
})

/**
 * R07: an attempt's cookie that comes back as it was set gives what the start was given; with any other,
 * the callback ends as if there were none. What a browser holds stays below the caps.
 */
export function cookies(options: ExplorationOptions): Promise<Report> {
  const contract = new Contract()
  return explore({ run: 'R07 cookies', cases, attempt: (one) => attempt(one, contract) }, options)
}

async function attempt(one: CookieCase, contract: Contract): Promise<string> {
  const canaries = new Canaries(...constantSecrets)
  const { client, grants } = countedClient({ outcome: 'tokens', requireIssuer: false, canaries })
  const older = createAuthorizationFlow({ client, cookieSecrets: ['an older secret'.repeat(4)] })
  const flow = createAuthorizationFlow({ client })
  const browser = new CookieJar()
  const begun: { start: Omit<StartOptions, 'cookies'>; attempt: Begun }[] = []
  for (const start of one.starts) {
    const made = startedBy(() => begin(one.isRetired ? older : flow, browser, start))
    if (made !== undefined) begun.push({ start, attempt: made })
    assertCapped(browser)
  }
  const returning = begun[one.which % begun.length]
  if (returning === undefined) return 'nothing begun'
  const { start, attempt } = returning
  canaries.add(attempt.state, attempt.cookie.value)

  const held = browser.names().map((name) => ({ name, value: browser.get(name) ?? '' }))
  const header = headerOf(one.cookies, held)
  const isIntact =
    !one.isRetired && parseCookie(header)[attempt.cookie.name] === attempt.cookie.value
  const query = new URLSearchParams({ code: 'TG-1', state: attempt.state }).toString()
  const finished = flow.finish({ cookies: jarOf(header), query, user: start.user })
  const found = await outcomeOf(finished, { contract, canaries }, 'linked')

  same('outcome', found, isIntact ? 'linked' : 'state_mismatch')
  same('token requests', grants.length, isIntact ? 1 : 0)
  if (isIntact) assertKept(start, await finished)
  // A start is given the same header, and puts up with it.
  const jar = jarOf(header)
  begin(flow, jar, { returnTo: '/' })
  assertCapped(jar)
  return found
}

/** The attempt; `undefined` for data that is too large or no JSON, which is told at once. */
function startedBy(act: () => Begun): Begun | undefined {
  try {
    return act()
  } catch (error) {
    const { code } = Object(error)
    if (error instanceof TypeError && code === 'ERR_INVALID_ARG_VALUE') return undefined
    throw error
  }
}

/** Other applications of the host keep their own attempts. */
const prefixLength = '__Host-mp-AAAAAAAA-'.length

function assertCapped(browser: CookieJar): void {
  const prefix = browser.written.at(-1)?.name.slice(0, prefixLength) ?? ''
  // What only begins like ours was made by the case, and is nobody's to drop.
  const isWhole = (name: string) => /^[\w-]{22}$/.test(name.slice(prefixLength))
  const own = browser.names().filter((name) => name.startsWith(prefix) && isWhole(name))
  const bytes = own.reduce((sum, name) => sum + name.length + (browser.get(name) ?? '').length, 0)
  if (prefix !== '' && own.length > mostAttempts) throw new Fault(`${own.length} attempts held`)
  if (prefix !== '' && bytes > mostBytes) throw new Fault(`${bytes} bytes held`)
}

/** What comes back is what the start was given, and an address of the app itself. */
function assertKept(
  start: Omit<StartOptions, 'cookies'>,
  { context, returnTo }: { context: unknown; returnTo: string },
): void {
  same('context', JSON.stringify(context), JSON.stringify(start.context))
  const { origin: found, href } = new URL(returnTo, origin)
  same('origin of returnTo', found, origin)
  same('returnTo', returnTo, href.slice(origin.length))
}

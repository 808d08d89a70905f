import { hash } from 'node:crypto'
import type { Client } from '../client.ts'
import { invalidValue } from '../option.ts'
import { type Attempt, decodeAttempt, type EndedAttempt, encodeAttempt } from './attempt.ts'
import type { CookieAttributes, Cookies } from './cookies.ts'
import type { Seal } from './seal.ts'

const maxAttempts = 8
const maxBytes = 3072
const tooLong =
  'must be shorter: with "user", "context" and "baseUrl" it does not fit into a cookie'

/** The attempts of a browser: a sealed cookie each, named after a hash of the state. */
export interface AttemptCookies {
  /** The name of an attempt's cookie, which is also what the replay guard is told. */
  nameOf(state: string): string
  /**
   * Writes an attempt. What is least worth keeping makes room: ended ones, then those that another site
   * began, then the oldest.
   *
   * @returns `false` when all that is there is worth more: another site began this one.
   */
  put(cookies: Cookies, name: string, attempt: Attempt): boolean
  /** The attempt of that name, unless its cookie is absent, was changed, or belongs to another application. */
  get(cookies: Cookies, name: string): Attempt | EndedAttempt | undefined
  /** Leaves of an attempt only that it ended, for as long as it would have lived. */
  end(cookies: Cookies, name: string, expiresAt: Date): void
  drop(cookies: Cookies, name: string): void
  /** Whether the browser has an attempt of this state, begun for another application. */
  isForeign(cookies: Cookies, state: string): boolean
}

/** Options of {@link createAttemptCookies}. */
export interface AttemptCookiesOptions {
  client: Client
  seal: Seal
  lifeSeconds: number
  /** Whatever else makes two attempts incomparable, such as asking for test credentials. */
  environment: string
  clock: () => Date
}

export function createAttemptCookies(options: AttemptCookiesOptions): AttemptCookies {
  const { client, seal, lifeSeconds, environment, clock } = options
  const { clientId, redirectUri, provider } = client
  const { authorizationEndpoint, tokenEndpoint } = provider
  // Bound to each cookie: it opens only for this application, redirect URI, server and environment.
  const application = JSON.stringify([
    clientId,
    redirectUri,
    authorizationEndpoint,
    tokenEndpoint,
    environment,
  ])
  const secure = redirectUri.startsWith('https:')
  const prefix = `${secure ? '__Host-' : ''}mp-${hash('sha256', application, 'base64url').slice(0, 8)}-`
  const attributes: CookieAttributes = Object.freeze({
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: lifeSeconds,
  })

  function get(cookies: Cookies, name: string): Attempt | EndedAttempt | undefined {
    const text = seal.open(cookies.get(name) ?? '', `${name} ${application}`)
    return text === undefined ? undefined : decodeAttempt(text)
  }

  function drop(cookies: Cookies, name: string): void {
    cookies.delete(name, attributes)
  }

  function sealed(name: string, attempt: Attempt | EndedAttempt): string {
    return seal.seal(encodeAttempt(attempt), `${name} ${application}`)
  }

  /** Our cookies in the browser. Expired ones are removed. */
  function held(cookies: Cookies): Held[] {
    const live: Held[] = []
    const names = cookies.names().filter((name) => isOurs(name, prefix))
    // Browsers send the oldest first; reversed, the newest of one instant stays before it.
    for (const name of names.reverse()) {
      const attempt = get(cookies, name)
      if (attempt === undefined || attempt.expiresAt <= clock()) drop(cookies, name)
      else live.push({ ...placeOf(attempt), name, bytes: bytesOf(name, cookies.get(name) ?? '') })
    }
    return live
  }

  return {
    nameOf: (state) => prefix + nameEnd(state),
    put(cookies, name, attempt) {
      const value = sealed(name, attempt)
      const bytes = bytesOf(name, value)
      if (bytes > maxBytes) throw invalidValue('expectedSellerId', tooLong)
      const newcomer = { ...placeOf(attempt), newest: Number.POSITIVE_INFINITY, name, bytes }
      const displaced = withoutRoom([newcomer, ...held(cookies)])
      if (displaced.includes(newcomer)) return false
      for (const one of displaced) drop(cookies, one.name)
      cookies.set(name, value, attributes)
      return true
    },
    get,
    end(cookies, name, expiresAt) {
      const maxAge = Math.ceil((expiresAt.getTime() - clock().getTime()) / 1000)
      cookies.set(name, sealed(name, { ended: true, expiresAt }), { ...attributes, maxAge })
    },
    drop,
    isForeign: (cookies, state) =>
      cookies.names().some((name) => {
        const isAttempt = anyApplication.test(name) && !isOurs(name, prefix)
        return isAttempt && name.endsWith(nameEnd(state))
      }),
  }
}

/** A cookie of ours in the browser, and what it is worth. */
interface Held {
  name: string
  bytes: number
  /** The lowest is kept longest. */
  rank: number
  /** Among equals the newest is kept longest. */
  newest: number
}

const anyApplication = /^(__Host-)?mp-[\w-]{8}-[\w-]{22}$/

/** Any other name with the same beginning was not made here, and may not even be a valid cookie name. */
function isOurs(name: string, prefix: string): boolean {
  return anyApplication.test(name) && name.startsWith(prefix)
}

function nameEnd(state: string): string {
  return hash('sha256', state, 'base64url').slice(0, 22)
}

function bytesOf(name: string, value: string): number {
  return name.length + value.length
}

function placeOf(attempt: Attempt | EndedAttempt): Pick<Held, 'rank' | 'newest'> {
  const rank = 'ended' in attempt ? 2 : attempt.fromOtherSite ? 1 : 0
  return { rank, newest: attempt.expiresAt.getTime() }
}

/** The cookies that do not fit when the most important ones are kept first. */
function withoutRoom(cookies: readonly Held[]): Held[] {
  let bytes = 0
  return [...cookies]
    .sort((a, b) => a.rank - b.rank || b.newest - a.newest)
    .filter((cookie, index) => {
      bytes += cookie.bytes
      return index >= maxAttempts || bytes > maxBytes
    })
}

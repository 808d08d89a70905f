import { hash } from 'node:crypto'
import type { Client } from '../client.ts'
import { invalidValue } from '../option.ts'
import { type Attempt, decodeAttempt, encodeAttempt } from './attempt.ts'
import type { CookieAttributes, Cookies } from './cookies.ts'
import type { Seal } from './seal.ts'

const maxAttempts = 8
const maxBytes = 3072
const tooLong =
  'must be shorter: with "user", "context" and "baseUrl" it does not fit into a cookie'

/** The live attempts of a browser: a sealed cookie each, named after a hash of the state. */
export interface AttemptCookies {
  /** The name of an attempt's cookie, which is also what the replay guard is told. */
  nameOf(state: string): string
  /** Writes an attempt; the oldest of the browser make room for it. */
  put(cookies: Cookies, name: string, attempt: Attempt): void
  /** The attempt of that name, unless its cookie is absent, was changed, or belongs to another application. */
  get(cookies: Cookies, name: string): Attempt | undefined
  drop(cookies: Cookies, name: string): void
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

  function get(cookies: Cookies, name: string): Attempt | undefined {
    const text = seal.open(cookies.get(name) ?? '', `${name} ${application}`)
    return text === undefined ? undefined : decodeAttempt(text)
  }

  function drop(cookies: Cookies, name: string): void {
    cookies.delete(name, attributes)
  }

  /** Drops what is dead, then the oldest, until the new cookie fits. */
  function makeRoom(cookies: Cookies, neededBytes: number): void {
    const live: { name: string; bytes: number; expiresAtMs: number }[] = []
    const names = cookies.names().filter((one) => one.startsWith(prefix))
    // Browsers send the oldest first; reversed, the newest of one instant stays before it.
    for (const name of names.reverse()) {
      const expiresAtMs = get(cookies, name)?.expiresAt.getTime() ?? 0
      if (expiresAtMs <= clock().getTime()) drop(cookies, name)
      else live.push({ name, bytes: name.length + (cookies.get(name)?.length ?? 0), expiresAtMs })
    }
    live.sort((a, b) => b.expiresAtMs - a.expiresAtMs)
    let bytes = neededBytes
    for (const [index, cookie] of live.entries()) {
      bytes += cookie.bytes
      if (index + 1 >= maxAttempts || bytes > maxBytes) drop(cookies, cookie.name)
    }
  }

  return {
    nameOf: (state) => prefix + hash('sha256', state, 'base64url').slice(0, 22),
    put(cookies, name, attempt) {
      const value = seal.seal(encodeAttempt(attempt), `${name} ${application}`)
      const bytes = name.length + value.length
      if (bytes > maxBytes) throw invalidValue('expectedSellerId', tooLong)
      makeRoom(cookies, bytes)
      cookies.set(name, value, attributes)
    },
    get,
    drop,
  }
}

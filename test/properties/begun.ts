import { parseCookie } from 'cookie'
import type { AuthorizationFlow, StartOptions } from 'mercadopago-oauth'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { stateOf } from '../helpers/token-endpoint.ts'
import type { HeldCookie } from './cookie-texts.ts'

/** An attempt that a browser has begun. */
export interface Begun {
  state: string
  cookie: HeldCookie
}

export function begin(
  flow: AuthorizationFlow,
  cookies: CookieJar,
  options: Omit<StartOptions, 'cookies'>,
): Begun {
  const state = stateOf(flow.start({ cookies, ...options }).authorizationUrl)
  const { name = '', value = '' } = cookies.written.at(-1) ?? {}
  return { state, cookie: { name, value } }
}

/** What a server reads from a `Cookie` header. */
export function jarOf(header: string): CookieJar {
  const received = Object.entries(parseCookie(header))
  return new CookieJar(received.map(([name, value]) => [name, value ?? '']))
}

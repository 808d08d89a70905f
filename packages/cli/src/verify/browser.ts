import { createPkcePair, createState, type Provider } from 'mercadopago-oauth'
import { parsedUrl } from '../parsed-url.ts'
import type { Listener } from './listener.ts'
import type { Person } from './person.ts'

/** One way to the consent page, and what belongs to it. */
export interface Attempt {
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
}

/** A code, with the attempt that it belongs to. */
export interface Arrived {
  readonly how: 'code'
  readonly code: string
  readonly attempt: Attempt
}

/**
 * How an attempt ended: with a code, with an error, on an error page of the provider as the person says, or
 * nobody knows how.
 */
export type Arrival =
  | Arrived
  | { readonly how: 'error'; readonly error: string }
  | { readonly how: 'page' }
  | { readonly how: 'unknown' }

/** How an attempt differs from the usual one. */
export interface Difference {
  /** Default: accept, as the first test user. */
  readonly decision?: 'decline'
  readonly state?: string
  readonly redirectUri?: string
  /** Parameters of the authorization URL; `undefined` leaves one out. */
  parameters?(attempt: Attempt): Readonly<Record<string, string | undefined>>
}

interface BrowserOptions {
  readonly clientId: string
  readonly redirectUri: string
  readonly provider: Provider
  readonly person: Person
  /** None: the person pastes the address. */
  readonly listener: Listener | undefined
}

/** The person's browser: it is sent to the consent page, and brings back a code or something else. */
export class Browser {
  readonly #options: BrowserOptions

  constructor(options: BrowserOptions) {
    this.#options = options
  }

  /** Sends the person to the consent page, and waits until the person says how it ended. */
  async go(difference: Difference = {}): Promise<Arrival> {
    const { person, listener } = this.#options
    const { state = createState(), redirectUri = this.#options.redirectUri } = difference
    const { codeVerifier, codeChallenge } = createPkcePair()
    const attempt: Attempt = { redirectUri, state, codeVerifier }
    person.tell(
      difference.decision === 'decline'
        ? 'Open this address, sign in as the SECOND test user, and DECLINE:'
        : 'Open this address as the first test user, and accept:',
    )
    person.tell(this.#addressOf(attempt, codeChallenge, difference))
    return listener === undefined
      ? await this.#pasted(attempt)
      : await this.#listened(listener, attempt)
  }

  #addressOf(attempt: Attempt, codeChallenge: string, { parameters }: Difference): string {
    const { clientId, provider } = this.#options
    const url = new URL(provider.authorizationEndpoint)
    const all = {
      ...provider.authorizationParams,
      response_type: 'code',
      client_id: clientId,
      redirect_uri: attempt.redirectUri,
      state: attempt.state,
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      ...parameters?.(attempt),
    }
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) url.searchParams.set(name, value)
    }
    return url.href
  }

  async #listened(listener: Listener, attempt: Attempt): Promise<Arrival> {
    const { person } = this.#options
    const isBack = await person.says('Does the browser show "Received"?')
    const query = listener.callback(attempt.state)
    if (query !== undefined) return arrivalOf(query, attempt)
    if (!isBack) return await this.#withoutCallback()
    person.tell('Nothing has arrived here for this attempt.')
    return await this.#pasted(attempt)
  }

  async #pasted(attempt: Attempt): Promise<Arrival> {
    const text = await this.#options.person.types(
      'Paste the address where the browser is now (not shown); nothing, if it is still at Mercado Pago',
    )
    const query = parsedUrl(text)?.searchParams
    if (query?.get('state') === attempt.state) return arrivalOf(query, attempt)
    if (text !== '') this.#options.person.tell('That is not the address of this attempt.')
    return await this.#withoutCallback()
  }

  async #withoutCallback(): Promise<Arrival> {
    const isPage = await this.#options.person.says('Does it show an error page of Mercado Pago?')
    return { how: isPage ? 'page' : 'unknown' }
  }
}

function arrivalOf(query: URLSearchParams, attempt: Attempt): Arrival {
  const code = query.get('code')
  if (code) return { how: 'code', code, attempt }
  return { how: 'error', error: query.get('error') ?? '' }
}

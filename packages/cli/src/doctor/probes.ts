import { randomBytes } from 'node:crypto'
import { createPkcePair, createState } from 'mercadopago-oauth'
import { type Exchange, exchange, type Request } from './exchange.ts'
import type { DoctorSettings } from './settings.ts'

/** The requests of all checks to the provider, each sent once. None of them uses up a code or a token. */
export class Probes {
  readonly #settings: DoctorSettings
  readonly #asked = new Map<string, Promise<Exchange>>()

  constructor(settings: DoctorSettings) {
    this.#settings = settings
  }

  /** Sends a bare request, once for each host whatever the path. */
  reach(url: string): Promise<Exchange> {
    const { env, timeoutMs } = this.#settings
    return this.#once(new URL(url).host, () => exchange({ method: 'HEAD', url, env, timeoutMs }))
  }

  /** Sends a made-up code to the token endpoint; `undefined` without credentials. */
  madeUpCode(verifier: 'with verifier' | 'without verifier'): Promise<Exchange> | undefined {
    const { clientId, clientSecret } = this.#settings
    if (!clientId || !clientSecret) return undefined
    return this.#once(verifier, () => this.#offerCode(clientId, clientSecret, verifier))
  }

  /** Asks for the consent page as the browser of a seller would; `undefined` without what that needs. */
  consentPage(
    kind: 'with challenge' | 'without challenge' | 'other redirect',
  ): Promise<Exchange> | undefined {
    const { clientId, redirectUri, env, timeoutMs } = this.#settings
    if (!clientId || !redirectUri) return undefined
    return this.#once(kind, () => {
      const url = this.#pageUrl(
        clientId,
        kind === 'other redirect' ? nowhere : redirectUri,
        kind !== 'without challenge',
      )
      const headers = { accept: 'text/html' }
      return this.#ask({ method: 'GET', url, headers, env, timeoutMs })
    })
  }

  #offerCode(clientId: string, clientSecret: string, verifier: string): Promise<Exchange> {
    const { provider, redirectUri, env, timeoutMs } = this.#settings
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: `TG-${randomBytes(12).toString('hex')}-1`,
      redirect_uri: redirectUri || nowhere,
    })
    if (verifier === 'with verifier') form.set('code_verifier', createPkcePair().codeVerifier)
    const headers: Record<string, string> = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    }
    if (provider.clientAuthentication === 'client_secret_basic') {
      headers.authorization = basic(clientId, clientSecret)
    } else {
      form.set('client_id', clientId)
      form.set('client_secret', clientSecret)
    }
    const body = form.toString()
    const url = provider.tokenEndpoint
    return this.#ask({ method: 'POST', url, headers, body, env, timeoutMs })
  }

  #pageUrl(clientId: string, redirectUri: string, withChallenge: boolean): string {
    const { provider } = this.#settings
    const url = new URL(provider.authorizationEndpoint)
    const { codeChallenge, codeChallengeMethod } = createPkcePair()
    const { scope = [], authorizationParams } = provider
    const parameters = {
      ...authorizationParams,
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: createState(),
      ...(scope.length > 0 ? { scope: scope.join(' ') } : {}),
      ...(withChallenge
        ? { code_challenge: codeChallenge, code_challenge_method: codeChallengeMethod }
        : {}),
    }
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return url.href
  }

  /** A host that could not be reached, or did not respond in time, is not tried again. */
  async #ask(request: Request): Promise<Exchange> {
    const bare = await this.reach(request.url)
    const isGone = 'phase' in bare && (bare.phase !== 'response' || bare.code === 'ETIMEDOUT')
    return isGone ? bare : await exchange(request)
  }

  #once(question: string, ask: () => Promise<Exchange>): Promise<Exchange> {
    const asked = this.#asked.get(question) ?? ask()
    this.#asked.set(question, asked)
    return asked
  }
}

/** A redirect URI that nobody can have registered (RFC 2606, section 2). */
const nowhere = 'https://doctor.invalid/callback'

/** @see RFC 6749, section 2.3.1: both are form-encoded first. */
function basic(clientId: string, clientSecret: string): string {
  const encoded = (value: string) => new URLSearchParams([['', value]]).toString().slice(1)
  const pair = `${encoded(clientId)}:${encoded(clientSecret)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

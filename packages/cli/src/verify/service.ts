import type { Provider } from 'mercadopago-oauth'
import { exchange, type Reply, type Request } from '../doctor/exchange.ts'
import { FailedError } from '../failure.ts'
import { jsonFields } from '../json-fields.ts'
import type { Terminal } from '../terminal.ts'
import type { Arrived } from './browser.ts'
import { RateLimited } from './rate-limit.ts'
import { type TokenResponse, tokenResponse } from './token-response.ts'

/** Fields of a form; `undefined` leaves one out. */
type Fields = Readonly<Record<string, string | undefined>>

interface ServiceOptions {
  readonly provider: Provider
  readonly clientId: string
  readonly clientSecret: string
  readonly env: Terminal['env']
}

const timeoutMs = 15_000

/**
 * The service as it is: requests are sent once, as a step wants them, and responses are not judged. Each method
 * throws a FailedError when there is no response, or one that says nothing about the request.
 */
export class Service {
  readonly #options: ServiceOptions
  #clientSecret: string

  constructor(options: ServiceOptions) {
    this.#options = options
    this.#clientSecret = options.clientSecret
  }

  /** The secret was renewed in the panel. */
  useSecret(clientSecret: string): void {
    this.#clientSecret = clientSecret
  }

  /** Sends a code, with everything right but for the changes. */
  exchange({ code, attempt }: Arrived, changes: Fields = {}): Promise<TokenResponse> {
    const { redirectUri, codeVerifier } = attempt
    return this.#post({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
      ...changes,
    })
  }

  refresh(refreshToken: string): Promise<TokenResponse> {
    return this.#post({ grant_type: 'refresh_token', refresh_token: refreshToken })
  }

  /** Asks for the application's own token, which ends nothing. */
  clientCredentials(changes: Fields = {}, query = ''): Promise<TokenResponse> {
    return this.#post({ grant_type: 'client_credentials', ...changes }, query)
  }

  /** Whether an access token is accepted. */
  async accepts(accessToken: string): Promise<boolean> {
    const { status } = await this.#profile(accessToken)
    if (status === 200) return true
    if (status === 401 || status === 403) return false
    throw new FailedError(`The profile endpoint responds with HTTP ${status}.`)
  }

  /** Whether the account of an access token is marked as a test user. */
  async isTestUser(accessToken: string): Promise<boolean> {
    const { body } = await this.#profile(accessToken)
    const { tags } = jsonFields(body)
    return Array.isArray(tags) && tags.includes('test_user')
  }

  #profile(accessToken: string): Promise<Reply> {
    const url = this.#options.provider.userInfoEndpoint ?? ''
    const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` }
    return this.#send({ method: 'GET', url, headers })
  }

  async #post(fields: Fields, query = ''): Promise<TokenResponse> {
    const { clientId, provider } = this.#options
    const all = { client_id: clientId, client_secret: this.#clientSecret, ...fields }
    const form = new URLSearchParams()
    for (const [name, value] of Object.entries(all)) if (value !== undefined) form.set(name, value)
    const headers = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const url = `${provider.tokenEndpoint}${query}`
    const response = tokenResponse(
      await this.#send({ method: 'POST', url, headers, body: form.toString() }),
    )
    if (response.status === 429) throw new RateLimited(response)
    if (response.status >= 500) {
      throw new FailedError(`The token endpoint responds with HTTP ${response.status}.`)
    }
    return response
  }

  async #send(request: Omit<Request, 'env' | 'timeoutMs'>): Promise<Reply> {
    const { env } = this.#options
    const response = await exchange({ ...request, env, timeoutMs })
    if (!('phase' in response)) return response
    const { host } = new URL(request.url)
    throw new FailedError(`${host} did not respond (${response.phase}, ${response.code}).`)
  }
}

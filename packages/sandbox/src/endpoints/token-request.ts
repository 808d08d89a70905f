import { malformedParameter, missingBasics, missingParameter } from './token-error.ts'

const known = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'test_token',
])
const basics = ['grant_type', 'client_id', 'client_secret'] as const

/** The fields of a token request, read from a JSON or form body. */
export class TokenRequest {
  readonly #fields: ReadonlyMap<string, unknown>

  constructor(body: unknown) {
    this.#fields = new Map(Object.entries(Object(body)))
  }

  /** The three fields that every grant needs, all at once so that the error can name each missing one. */
  basics(): { grantType: string; clientId: string; clientSecret: string } {
    const [grantType, clientId, clientSecret] = basics.map((name) => this.optional(name))
    if (grantType === undefined || clientId === undefined || clientSecret === undefined) {
      throw missingBasics(basics.filter((name) => this.optional(name) === undefined))
    }
    return { grantType, clientId, clientSecret }
  }

  /** Whether there are fields that Mercado Pago's reference does not have. */
  hasUnknown(): boolean {
    return [...this.#fields.keys()].some((name) => !known.has(name))
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined) throw missingParameter(name)
    return value
  }

  /** An empty field counts as absent (RFC 6749, section 3.2). A repeated form field is an array here. */
  optional(name: string): string | undefined {
    const value = this.#fields.get(name) ?? ''
    if (typeof value !== 'string') throw malformedParameter(name)
    return value === '' ? undefined : value
  }

  /** Mercado Pago's reference types it as a string, its guide as a boolean; both are in use. */
  isTest(): boolean {
    const value = this.#fields.get('test_token')
    return value === true || value === 'true'
  }
}

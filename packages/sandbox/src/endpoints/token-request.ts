import { Fields } from './fields.ts'
import { malformedParameter, missingBasics, missingParameter } from './token-error.ts'

const known = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
  'test_token',
])
const basics = ['grant_type', 'client_id', 'client_secret'] as const

/** The fields of a token request, read from a JSON or form body. */
export class TokenRequest extends Fields {
  constructor(body: unknown) {
    super(body, { missing: missingParameter, malformed: malformedParameter })
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
    return this.names().some((name) => !known.has(name))
  }

  /** Mercado Pago's reference types it as a string, its guide as a boolean; both are in use. */
  isTest(): boolean {
    const value = this.any('test_token')
    return value === true || value === 'true'
  }
}

import type { Reply } from '../doctor/exchange.ts'
import { jsonFields } from '../json-fields.ts'

/** The tokens of a good response. Secret. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string | undefined
}

/** What the token endpoint sent, good or bad. */
export interface TokenResponse {
  readonly status: number
  readonly headers: Reply['headers']
  readonly body: string
  readonly fields: Readonly<Record<string, unknown>>
  /** `undefined`: refused. */
  readonly tokens: Tokens | undefined
  /** The code of a refusal, such as `invalid_grant`; `HTTP 400` where there is none that is one. */
  readonly error: string
}

/** Reads a response of the token endpoint. Nothing in it is taken for granted. */
export function tokenResponse({ status, headers, body }: Reply): TokenResponse {
  const fields = jsonFields(body)
  return {
    status,
    headers,
    body,
    fields,
    tokens: tokensIn(status, fields),
    error: errorIn(status, fields),
  }
}

function tokensIn(status: number, fields: Readonly<Record<string, unknown>>): Tokens | undefined {
  const { access_token: accessToken, refresh_token: refreshToken } = fields
  if (status !== 200 || typeof accessToken !== 'string') return undefined
  const isToken = typeof refreshToken === 'string' && refreshToken !== ''
  return { accessToken, refreshToken: isToken ? refreshToken : undefined }
}

/** A real code is a few words; a server could put there what it was sent. */
function errorIn(
  status: number,
  { error, errorKey, code }: Readonly<Record<string, unknown>>,
): string {
  const found = [error, errorKey, code].find((one) => typeof one === 'string')
  return typeof found === 'string' && /^[a-z_]{1,32}$/.test(found) ? found : `HTTP ${status}`
}

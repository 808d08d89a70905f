import { TokenResponseError } from '../errors.ts'
import { jsonObject, upstreamDetail } from '../http/response.ts'
import type { HttpResponse } from '../http/transport.ts'
import { numericId } from '../provider/seller-profile.ts'
import { TokenSet } from './token-set.ts'

const daySeconds = 24 * 60 * 60

/** Assumed when the response does not say how long the token lives: short, so that it is renewed early. */
const unstatedLifetimeSeconds = 60 * 60
/** A life above this is a mistake, and cut to Mercado Pago's documented one. */
const implausibleLifetimeSeconds = 400 * daySeconds
const longestLifetimeSeconds = 180 * daySeconds

/** How a token response is to be read. */
export interface TokenReading {
  receivedAt: Date
  /** The member that holds the seller's id, where the provider has one. */
  sellerIdMember: string | undefined
  /** Whether a response that names no seller is refused. */
  sellerRequired: boolean
  /** Whether the pair that is renewed stays good for what the response leaves out. */
  isRenewal: boolean
  /** The only `live_mode` to accept; any when undefined. A renewal may leave it out. */
  liveMode: boolean | undefined
}

/**
 * Judges the response to a token request.
 *
 * @throws TokenResponseError for whatever RFC 6749, section 5.1 does not allow, but for these quirks of
 *   Mercado Pago: `expires_in` as digits in a string, `refresh_token: null`.
 */
export function readTokenResponse(http: HttpResponse, reading: TokenReading): TokenSet {
  const response = http.status === 200 ? jsonObject(http) : undefined
  if (response?.access_token === undefined) throw new TokenResponseError(upstreamDetail(http))
  assertBearer(response.token_type)
  return new TokenSet({
    accessToken: readToken(response.access_token),
    refreshToken: readRefreshToken(response.refresh_token, reading),
    expiresAt: new Date(reading.receivedAt.getTime() + readLifetime(response.expires_in) * 1000),
    scope: readScope(response.scope),
    sellerId: readSellerId(response, reading),
    publicKey: unlessAbsent(response.public_key, readToken),
    liveMode: readLiveMode(response.live_mode, reading),
    response: Object.freeze(response),
  })
}

function unlessAbsent<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value)
}

function assertBearer(value: unknown): void {
  if (typeof value !== 'string' || value.toLowerCase() !== 'bearer') throw new TokenResponseError()
}

/** Visible ASCII: anything else could not be sent back in a header or a form unchanged. */
function readToken(value: unknown): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) throw new TokenResponseError()
  return value
}

/** A renewal without a new one keeps the earlier one (RFC 6749, section 6), also where a server sends an empty text. */
function readRefreshToken(value: unknown, { isRenewal }: TokenReading): string | undefined {
  return isRenewal && value === '' ? undefined : unlessAbsent(value, readToken)
}

function readLifetime(value: unknown): number {
  if (value === undefined) return unstatedLifetimeSeconds
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds <= 0) {
    throw new TokenResponseError()
  }
  return seconds > implausibleLifetimeSeconds ? longestLifetimeSeconds : seconds
}

function readScope(value: unknown): string[] {
  if (value === undefined) return []
  if (typeof value !== 'string' || !/^[\x20-\x7e]*$/.test(value)) throw new TokenResponseError()
  return value.split(' ').filter((word) => word !== '')
}

function readSellerId(
  response: Record<string, unknown>,
  { sellerIdMember, sellerRequired }: TokenReading,
): string | undefined {
  if (sellerIdMember === undefined) return undefined
  const id = unlessAbsent(response[sellerIdMember], numericId)
  const isAbsent = (response[sellerIdMember] ?? null) === null
  if (id === undefined && (sellerRequired || !isAbsent)) throw new TokenResponseError()
  return id
}

/** Recorded renewals of Mercado Pago say no mode: the tokens are of the grant that was judged at the link. */
function readLiveMode(
  value: unknown,
  { liveMode: required, isRenewal }: TokenReading,
): boolean | undefined {
  const liveMode = unlessAbsent(value, (one) => {
    if (typeof one !== 'boolean') throw new TokenResponseError()
    return one
  })
  const isUnsaid = liveMode === undefined && isRenewal
  if (required !== undefined && liveMode !== required && !isUnsaid) throw new TokenResponseError()
  return liveMode
}

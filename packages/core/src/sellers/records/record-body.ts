/** Why a seller must link again; see `ReauthorizationRequiredError.reason`. */
export type LostReason = 'revoked' | 'expired' | 'rotation_lost' | 'no_offline_access'

/** What the body of a stored record holds. A store never reads it. */
export interface RecordBody {
  /** Sealed. */
  readonly accessToken: string
  /** Sealed; `null` where the seller granted none. */
  readonly refreshToken: string | null
  /** When the access token expires. */
  readonly expiresAt: Date
  /** Space separated. */
  readonly scope: string
  /** The seller's public key; `null` where the provider gave none. */
  readonly publicKey: string | null
  /** `live_mode` of the token response; `null` where it did not say. */
  readonly liveMode: boolean | null
  /** Why the seller must link again; `null` if the link works. */
  readonly lostReason: LostReason | null
  /** When the tokens were renewed last; `null` before the first time. */
  readonly renewedAt: Date | null
  /** When a renewal was sent to which no response came: the refresh token may be spent. `null` otherwise. */
  readonly unansweredAt: Date | null
}

/** Bodies of another version are not read: nothing in them is guessed. */
const version = 1

/** Reads one member, or returns `undefined` for a value that this package never writes. */
type Reader<T> = (value: unknown) => T | undefined

const text: Reader<string> = (value) => (typeof value === 'string' ? value : undefined)
const truth: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)
const lostReason: Reader<LostReason> = (value) => lostReasons.find((reason) => reason === value)
const lostReasons: readonly LostReason[] = [
  'revoked',
  'expired',
  'rotation_lost',
  'no_offline_access',
]

const date: Reader<Date> = (value) => {
  const read = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(read.getTime()) || read.toISOString() !== value ? undefined : read
}

/** A member that is absent counts as `null`, so that a later version may add one. */
function orNull<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === undefined || value === null ? null : read(value))
}

const textOrNull = orNull(text)
const truthOrNull = orNull(truth)
const lostReasonOrNull = orNull(lostReason)
const dateOrNull = orNull(date)

/** The members in the order in which they are written, one by one: this is done at every renewal. */
export function encodeBody(body: RecordBody): string {
  const written: RecordBody & { v: number } = {
    v: version,
    accessToken: body.accessToken,
    refreshToken: body.refreshToken,
    expiresAt: body.expiresAt,
    scope: body.scope,
    publicKey: body.publicKey,
    liveMode: body.liveMode,
    lostReason: body.lostReason,
    renewedAt: body.renewedAt,
    unansweredAt: body.unansweredAt,
  }
  return JSON.stringify(written)
}

/** Returns `undefined` for anything but what {@link encodeBody} wrote. */
export function decodeBody(json: unknown): RecordBody | undefined {
  const parsed = parsedObject(json)
  if (parsed.v !== version) return undefined
  const read: { [Name in keyof RecordBody]: RecordBody[Name] | undefined } = {
    accessToken: text(parsed.accessToken),
    refreshToken: textOrNull(parsed.refreshToken),
    expiresAt: date(parsed.expiresAt),
    scope: text(parsed.scope),
    publicKey: textOrNull(parsed.publicKey),
    liveMode: truthOrNull(parsed.liveMode),
    lostReason: lostReasonOrNull(parsed.lostReason),
    renewedAt: dateOrNull(parsed.renewedAt),
    unansweredAt: dateOrNull(parsed.unansweredAt),
  }
  return isWhole(read) ? read : undefined
}

function isWhole(read: { [Name in keyof RecordBody]: unknown }): read is RecordBody {
  return Object.values(read).every((value) => value !== undefined)
}

function parsedObject(json: unknown): Record<string, unknown> {
  try {
    return Object(typeof json === 'string' ? JSON.parse(json) : undefined)
  } catch {
    // The parser's own message would quote the body.
    return {}
  }
}

/** A seller's account, as the provider's profile endpoint tells it. Only `id` is certain. */
export interface SellerProfile {
  /** The seller's id; the token response's `user_id`. */
  id: string
  /** First and last name, else the nickname. */
  displayName?: string
  /** The name the account shows to others. */
  nickname?: string
  /** Personal data, like all that follows. */
  firstName?: string
  /** Family name. */
  lastName?: string
  /** Not proven to be the seller's. */
  email?: string
  /** Absolute URL of a picture. */
  photo?: string
  /** Country, such as `AR`. */
  countryId?: string
  /** Marketplace site, such as `MLA`. */
  siteId?: string
  /** The response's body, parsed: personal data, handle it as such. */
  json: Readonly<Record<string, unknown>>
  /** The response's body, as received. */
  raw: string
}

/** The part of a profile that a provider reads from the parsed response. */
export type ProfileFields = Omit<SellerProfile, 'json' | 'raw'>

/** A non-empty string, or nothing: what providers leave blank is treated as absent. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/**
 * A user id as text: digit strings and safe positive integers. A number beyond 2^53 would arrive
 * rounded, and so name another seller.
 */
export function numericId(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined
  }
  return typeof value === 'string' && /^[1-9]\d{0,31}$/.test(value) ? value : undefined
}

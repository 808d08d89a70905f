import type { SellerProfile } from 'mercadopago-oauth'
import type { Profile } from 'passport'

/** A seller in Passport's own form. Only `provider`, `id`, `displayName`, `_raw` and `_json` are certain. */
export interface MercadoPagoProfile extends Profile {
  /** The response's body, as received. */
  _raw: string
  /** The response's body, parsed. */
  _json: Readonly<Record<string, unknown>>
}

/** Translates a seller's profile; the display name falls back to the nickname, then to the id. */
export function passportProfile(provider: string, seller: SellerProfile): MercadoPagoProfile {
  const { id, displayName = id, nickname, firstName, lastName, email, photo, json, raw } = seller
  return {
    provider,
    id,
    displayName,
    ...(nickname === undefined ? {} : { username: nickname }),
    ...(firstName === undefined && lastName === undefined
      ? {}
      : { name: { givenName: firstName ?? '', familyName: lastName ?? '' } }),
    ...(email === undefined ? {} : { emails: [{ value: email }] }),
    ...(photo === undefined ? {} : { photos: [{ value: photo }] }),
    _raw: raw,
    _json: json,
  }
}

import { numericId, type ProfileFields, text } from './seller-profile.ts'

/**
 * The profile of `GET /users/me`. Mercado Libre documents it; Mercado Pago's own SDKs use it, but no
 * reference page describes it.
 */
export function usersMeProfile(
  response: Readonly<Record<string, unknown>>,
): ProfileFields | undefined {
  const id = numericId(response.id)
  if (id === undefined) return undefined
  const nickname = text(response.nickname)
  const firstName = text(response.first_name)
  const lastName = text(response.last_name)
  const fullName = [firstName, lastName].filter((name) => name !== undefined).join(' ')
  return present({
    id,
    displayName: fullName || nickname,
    nickname,
    firstName,
    lastName,
    email: text(response.email),
    photo: text(member(response.thumbnail, 'picture_url')) ?? text(response.logo),
    countryId: text(response.country_id),
    siteId: text(response.site_id),
  })
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Leaves out what is absent, so that a profile has no keys without a value. */
function present<T extends Record<string, string | undefined>>(fields: T): Present<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<T>
}

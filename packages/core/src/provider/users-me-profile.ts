import { numericId, type ProfileFields, text } from './seller-profile.ts'

/**
 * The profile of `GET /users/me`. Mercado Libre documents it; Mercado Pago's own SDKs use it, but no
 * reference page describes it.
 */
export function usersMeProfile(
  answer: Readonly<Record<string, unknown>>,
): ProfileFields | undefined {
  const id = numericId(answer.id)
  if (id === undefined) return undefined
  const nickname = text(answer.nickname)
  const firstName = text(answer.first_name)
  const lastName = text(answer.last_name)
  const fullName = [firstName, lastName].filter((name) => name !== undefined).join(' ')
  return present({
    id,
    displayName: fullName || nickname,
    nickname,
    firstName,
    lastName,
    email: text(answer.email),
    photo: text(member(answer.thumbnail, 'picture_url')) ?? text(answer.logo),
    countryId: text(answer.country_id),
    siteId: text(answer.site_id),
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

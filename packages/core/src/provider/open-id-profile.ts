import { type ProfileFields, text } from './seller-profile.ts'

/**
 * The profile of an OpenID Connect UserInfo endpoint.
 *
 * @see OpenID Connect Core 1.0, sections 5.1 and 5.3.2
 */
export function openIdProfile(
  response: Readonly<Record<string, unknown>>,
): ProfileFields | undefined {
  const id = subject(response.sub)
  if (id === undefined) return undefined
  const claims = {
    displayName:
      text(response.name) ?? text(response.nickname) ?? text(response.preferred_username),
    nickname: text(response.nickname) ?? text(response.preferred_username),
    firstName: text(response.given_name),
    lastName: text(response.family_name),
    email: text(response.email),
    photo: text(response.picture),
  }
  const known = Object.entries(claims).filter(([, value]) => value !== undefined)
  return { id, ...Object.fromEntries(known) }
}

/** At most 255 ASCII characters, compared as they are (section 2). No `~`: a store keeps its own under such names. */
function subject(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\x21-\x7d]{1,255}$/.test(value) ? value : undefined
}

import { parsedUrl } from '../parsed-url.ts'
import { excerpt, firstDifference } from './text-difference.ts'

/** Says how a redirect URI differs from the registered one that is most like it. */
export function redirectUriFault(received: string, registered: readonly string[]): string {
  if (received === '') return 'redirect_uri is missing.'
  const [nearest] = registered.toSorted((a, b) => likeness(b, received) - likeness(a, received))
  if (nearest === undefined) return 'No redirect_uri is registered for this application.'
  // Anything could be in the wrong field, so what is not like a URL is not shown.
  if (!/^\s*https?:\/\//i.test(received)) return 'redirect_uri is not an absolute URL.'

  const index = firstDifference(received, nearest)
  const which =
    registered.length > 1
      ? `the most similar of ${registered.length} registered ones`
      : 'the registered one'
  return [
    `redirect_uri differs from ${which} at character ${index + 1}: ${difference(received, nearest)}.`,
    `Received: ${excerpt(masked(received), index)}`,
    `Registered: ${excerpt(masked(nearest), index)}`,
  ].join('\n')
}

function likeness(registered: string, received: string): number {
  const ends = [registered, received].map((uri) => [...uri].reverse().join(''))
  const [end = '', otherEnd = ''] = ends
  return firstDifference(registered, received) + firstDifference(end, otherEnd)
}

function difference(received: string, registered: string): string {
  if (received.trim() === registered) return 'it starts or ends with white space'
  if (received === `${registered}/`) return 'it ends with a slash and the registered one does not'
  if (`${received}/` === registered)
    return 'it does not end with a slash and the registered one does'
  if (received.toLowerCase() === registered.toLowerCase()) return 'the letter case differs'
  if (received.startsWith(`${registered}?`)) {
    return 'it has a query; put what changes with each request into state'
  }
  if (received.startsWith(`${registered}#`)) return 'it has a fragment'
  return differentParts(received, registered)
}

function differentParts(received: string, registered: string): string {
  const [is, was] = [parsedUrl(received), parsedUrl(registered)]
  if (is === undefined || was === undefined) return 'it is not an absolute URL'
  if (is.href === was.href) return 'it spells the same address in another way'
  const parts = [
    ['scheme', is.protocol.slice(0, -1), was.protocol.slice(0, -1)],
    ['host', is.hostname, was.hostname],
    ['port', is.port || 'the default', was.port || 'the default'],
  ].flatMap(([name, one, other]) =>
    one === other ? [] : `its ${name} is ${one} instead of ${other}`,
  )
  if (is.pathname !== was.pathname) parts.push('its path is different')
  if (is.search !== was.search) parts.push('its query is different')
  return parts.length > 0 ? parts.join('; ') : 'its user, password or fragment is different'
}

// Character by character, so that places stay where they are.
function masked(uri: string): string {
  return uri
    .replace(
      /^(\s*\w+:\/\/)([^/?#]*)@/,
      (_all, scheme, user) => `${scheme}${'•'.repeat(user.length)}@`,
    )
    .replace(/[?#].+/s, (rest) => `${rest[0]}${'•'.repeat(rest.length - 1)}`)
}

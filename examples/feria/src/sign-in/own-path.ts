const anyOrigin = 'http://feria.invalid'

/**
 * An address that a request asked to be led to, if it is one of ours; else the first page. Resolved as a
 * browser would, and reduced to path and query.
 */
export function ownPath(asked: string | null): string {
  if (asked === null || asked.length > 512 || !URL.canParse(asked, anyOrigin)) return '/'
  const { origin, pathname, search } = new URL(asked, anyOrigin)
  // Two slashes would be read as another host.
  return origin === anyOrigin && !pathname.startsWith('//') ? pathname + search : '/'
}

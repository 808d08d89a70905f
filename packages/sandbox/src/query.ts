import { parsedUrl } from './parsed-url.ts'

/**
 * The URI with parameters added to its query; those that are undefined are left out. By hand, not
 * through `URL`: the query that the URI already has must stay as it was registered.
 */
export function withQuery(uri: string, parameters: Record<string, string | undefined>): string {
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&')
  return `${uri}${uri.includes('?') ? '&' : '?'}${query}`
}

/** The URL without what may be secret in it: user, password, query. Empty when it is no URL. */
export function withoutQuery(url: string): string {
  const { origin = '', pathname = '' } = parsedUrl(url) ?? {}
  return `${origin}${pathname}`
}

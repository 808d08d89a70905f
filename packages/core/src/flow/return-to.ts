import { assertOptionalString, invalidValue, secureUrl } from '../option.ts'
import { parsedUrl } from '../parsed-url.ts'

/** Turns what a request asked to return to into an address that is certainly the app's own. */
export type ReturnTo = (asked: string | undefined) => string

/** Where a seller goes after an attempt. */
export interface ReturnToOptions {
  /** The app's own absolute URL, where it is not on the origin of the redirect URI. Default: that origin. */
  baseUrl?: string
  /** Where to go when nothing, or something foreign, was asked for. Default `/`. */
  defaultReturnTo?: string
}

const maxLength = 512

/**
 * Makes the rule for `returnTo`: resolved by the platform's own URL parser, of the base's origin, and
 * reduced to path, query and fragment. Anything else becomes the default.
 */
export function createReturnTo(redirectUri: string, options: ReturnToOptions): ReturnTo {
  const { baseUrl, defaultReturnTo = '/' } = options
  assertOptionalString(defaultReturnTo, 'defaultReturnTo')
  const callback = new URL(redirectUri)
  const base = baseUrl === undefined ? new URL('/', callback) : secureUrl(baseUrl, 'baseUrl')
  const prefix = base.origin === callback.origin ? '' : base.origin

  function own(asked: string): string | undefined {
    const url = asked.length > maxLength ? undefined : parsedUrl(asked, base)
    if (url === undefined) return undefined
    const { origin, pathname, search, hash } = url
    // Two slashes would be read as another host; none at all is a `blob:` URL of this origin.
    if (origin !== base.origin || !/^\/(?!\/)/.test(pathname)) return undefined
    const path = `${pathname}${search}${hash}`
    // As long as it is in the cookie, where a backslash counts twice.
    return JSON.stringify(path).length - 2 > maxLength ? undefined : prefix + path
  }

  const fallback = own(defaultReturnTo)
  if (fallback === undefined) throw invalidValue('defaultReturnTo', 'must be an address of the app')
  return (asked) => (asked === undefined ? fallback : (own(asked) ?? fallback))
}

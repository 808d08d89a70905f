import { isKnownHost } from '../known-host.ts'
import { parsedUrl } from '../parsed-url.ts'
import { originsOf } from './application-origins.ts'

interface StartingApplication {
  readonly redirectUris: readonly string[]
  readonly startUrl?: string | undefined
}

/**
 * Where a browser may be sent to begin an attempt: the application's start URL, if it is on this machine or on the
 * origin of a registered redirect URI. Any other would make the sandbox an open redirect.
 */
export function startOf(application: StartingApplication): string | undefined {
  const { startUrl = '' } = application
  const url = parsedUrl(startUrl)
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined
  const isOwn =
    isKnownHost(url.hostname, '127.0.0.1') || originsOf([application]).includes(url.origin)
  return isOwn ? url.href : undefined
}

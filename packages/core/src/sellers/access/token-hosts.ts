import { assertString, invalidType, invalidValue, secureUrl } from '../../option.ts'
import { parsedUrl } from '../../parsed-url.ts'
import type { CheckedProvider } from '../../provider/provider.ts'

/** The hosts to which a seller's token may be sent: those of the provider's API, and those that the app names. */
export class TokenHosts {
  readonly #hosts: ReadonlySet<string>
  readonly #developmentHosts: readonly string[]

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `fetchHosts`. */
  constructor(provider: CheckedProvider, named: unknown = []) {
    if (!Array.isArray(named)) throw invalidType('fetchHosts', 'must be a list of host names')
    for (const host of named) assertHost(host)
    const { tokenEndpoint, userInfoEndpoint = tokenEndpoint, developmentHosts } = provider
    const own = [tokenEndpoint, userInfoEndpoint].map((url) => new URL(url).host)
    this.#hosts = new Set([...own, ...named])
    this.#developmentHosts = developmentHosts
  }

  /** @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `url`: it is not https, or on another host. */
  checked(input: string | URL): URL {
    const url = secureUrl(String(input), 'url', this.#developmentHosts)
    if (this.#hosts.has(url.host)) return url
    const known = [...this.#hosts].join(' or ')
    throw invalidValue('url', `must be on ${known}; name other hosts in "fetchHosts"`)
  }
}

function assertHost(host: unknown): void {
  assertString(host, 'fetchHosts')
  if (parsedUrl(`https://${host}/`)?.host === host) return
  throw invalidValue('fetchHosts', 'must be host names in lower case, such as api.mercadolibre.com')
}

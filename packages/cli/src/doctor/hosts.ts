import { proxyOf } from '../proxy.ts'
import type { Check } from './check.ts'
import type { Exchange, Failure } from './exchange.ts'
import { fault, type Observation, ok, unknown, warning } from './finding.ts'

/** Checks that the hosts of the consent page and of the token endpoint can be reached. */
export const hosts: Check = {
  name: 'hosts',
  async look({ provider, timeoutMs, env }, probes) {
    const endpoints = [provider.authorizationEndpoint, provider.tokenEndpoint].map(
      (endpoint) => new URL(endpoint),
    )
    // A host that serves both gets one request, at the token endpoint.
    const byHost = new Map(endpoints.map((url) => [url.host, url]))
    return await Promise.all(
      [...byHost.values()].map(async (url) =>
        reached({ url, proxy: proxyOf(url, env)?.host, timeoutMs }, await probes.reach(url.href)),
      ),
    )
  },
}

interface Asked {
  readonly url: URL
  /** The host of the proxy on the way. */
  readonly proxy: string | undefined
  readonly timeoutMs: number
}

function reached(asked: Asked, response: Exchange): Observation {
  const { url, proxy } = asked
  if ('phase' in response) return unreached(asked, response)
  const { status } = response
  if (status >= 500) {
    return warning(
      `${url.host} responds with an error (HTTP ${status}).`,
      'Until that ends, no seller can link.',
      'Try again later.',
    )
  }
  const how = url.protocol === 'https:' ? 'with a trusted certificate' : 'without TLS, on loopback'
  const way = proxy === undefined ? '' : `, through the proxy ${proxy}`
  return ok(`${url.host} responds${way}, ${how}.`)
}

const nobodyLinks = 'No seller can link, and no token can be renewed.'

function unreached(
  { url: { host, hostname }, proxy, timeoutMs }: Asked,
  { phase, code }: Failure,
): Observation {
  const isLate = code === 'ETIMEDOUT' || code === 'PROXY_ETIMEDOUT'
  if (phase === 'proxy') {
    return fault(
      isLate
        ? `The proxy ${proxy} opened no tunnel to ${host} within ${timeoutMs} ms.`
        : `The proxy ${proxy} opened no tunnel to ${host} (${code}).`,
      nobodyLinks,
      'Check HTTPS_PROXY, with its user and password, and what the proxy permits. NO_PROXY lists hosts that need no proxy.',
    )
  }
  if (phase === 'resolve') {
    return fault(
      isLate
        ? `The name ${hostname} was not resolved within ${timeoutMs} ms.`
        : `The name ${hostname} does not resolve (${code}).`,
      nobodyLinks,
      'Check the DNS of this machine, and the spelling of the host.',
    )
  }
  if (phase === 'connect') {
    return fault(
      isLate
        ? `${host} did not accept the connection within ${timeoutMs} ms.`
        : `${host} refuses the connection (${code}).`,
      nobodyLinks,
      'Check the firewall, and whether this machine needs a proxy (HTTPS_PROXY).',
    )
  }
  if (phase === 'secure') return insecure(host, timeoutMs, code)
  return unknown(
    isLate
      ? `${host} accepts the connection, but did not respond within ${timeoutMs} ms.`
      : `${host} accepts the connection, but closes it without a response (${code}).`,
    'Until that ends, no seller can link.',
    'Try again later. A proxy in between may be the cause.',
  )
}

function insecure(host: string, timeoutMs: number, code: string): Observation {
  if (code === 'ETIMEDOUT') {
    return fault(
      `${host} did not finish the TLS handshake within ${timeoutMs} ms.`,
      nobodyLinks,
      'Check the proxies and firewalls in between: one of them may drop TLS.',
    )
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return fault(
      `The certificate of ${host} is not valid now, by the clock of this machine (${code}).`,
      nobodyLinks,
      'Check the clock of this machine, then the certificate.',
    )
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return fault(
      `The certificate of ${host} is for another name (${code}).`,
      nobodyLinks,
      'Check the spelling of the host, and --country.',
    )
  }
  if (/CERT|ISSUER|VERIFY|SIGNATURE/.test(code) && !code.startsWith('ERR_SSL')) {
    return fault(
      `The certificate of ${host} is not trusted (${code}).`,
      `${nobodyLinks} The connection may be intercepted.`,
      'If a company proxy or your own server is expected there, set NODE_EXTRA_CA_CERTS to its certificate authority.',
    )
  }
  return fault(
    `${host} does not speak TLS on this port (${code}).`,
    nobodyLinks,
    'Check the port, and the proxies in between.',
  )
}

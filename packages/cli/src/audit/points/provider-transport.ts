import { fault, type Observation, ok, unknown, warning } from '../../doctor/finding.ts'
import type { DoctorSettings } from '../../doctor/settings.ts'
import { isLoopback } from '../../loopback.ts'
import { parsedUrl } from '../../parsed-url.ts'
import type { Point } from '../point.ts'

export const providerTransport: Point = {
  name: 'provider-transport',
  looksAt: 'the addresses of the provider, the redirect URI, and NODE_TLS_REJECT_UNAUTHORIZED',
  look({ settings }) {
    const found = [...addressesOf(settings).flatMap(ofAddress), ...ofRedirect(settings)]
    if (!settings.checksCertificates) {
      found.push(
        fault(
          'NODE_TLS_REJECT_UNAUTHORIZED=0 disables the check of certificates.',
          'Anybody who intercepts a connection can read the client secret and the tokens.',
          'Remove it; for a private certificate authority, set NODE_EXTRA_CA_CERTS.',
        ),
      )
    }
    if (found.length > 0) return found
    return [
      ok('The provider and the redirect URI are reached by https, and certificates are checked.'),
    ]
  },
}

function addressesOf({ provider }: DoctorSettings): string[] {
  const { authorizationEndpoint, tokenEndpoint, userInfoEndpoint } = provider
  return [authorizationEndpoint, tokenEndpoint, userInfoEndpoint].filter((url) => url !== undefined)
}

function ofAddress(text: string): Observation[] {
  const url = new URL(text)
  if (url.protocol === 'https:') return []
  return [
    isLoopback(url)
      ? warning(
          `${url.origin}${url.pathname} is plain http, on this machine.`,
          'That is a sandbox, not the service.',
          'Run the audit with the settings of production.',
        )
      : fault(
          `${url.origin}${url.pathname} is plain http.`,
          'The client secret and the tokens can be read on the way.',
          'Use https.',
        ),
  ]
}

function ofRedirect({ redirectUri }: DoctorSettings): Observation[] {
  const url = parsedUrl(redirectUri ?? '')
  if (url === undefined) {
    return [
      unknown(
        'The redirect URI is missing or no URL.',
        'It is not known whether codes come back by https.',
        'Set MERCADOPAGO_REDIRECT_URI.',
      ),
    ]
  }
  if (url.protocol === 'https:') return []
  return [
    fault(
      'The redirect URI is not https.',
      'The code and the cookie of the attempt can be read on the way.',
      'Register an https address, and use it.',
    ),
  ]
}

import { isLoopback } from '../loopback.ts'
import { parsedUrl } from '../parsed-url.ts'
import type { Check } from './check.ts'
import { edgeTrouble, envValueTrouble } from './env-value.ts'
import { fault, type Observation, ok, warning } from './finding.ts'
import { firstDifference } from './uri-difference.ts'

const variable = 'The redirect URI'
const refusedByLibrary = 'The app refuses to start with it.'
const comparedExactly = 'The provider compares it as text with the one in the panel.'

/** Checks that the redirect URI follows the rules of the RFCs and of Mercado Pago, and is the expected one. */
export const redirectUri: Check = {
  name: 'redirect-uri',
  look({ redirectUri: value, expectedRedirectUri: expected, provider }) {
    if (value === undefined || value === '') {
      return [
        fault(
          `${variable} is missing.`,
          'A seller cannot come back.',
          'Set MERCADOPAGO_REDIRECT_URI to the redirect URL in the panel.',
        ),
      ]
    }
    const edge = edgeTrouble('MERCADOPAGO_REDIRECT_URI', value)
    if (edge !== undefined) return [edge]
    if (/[,;\s]\s*https?:/.test(value)) {
      return [
        fault(
          `${variable} is more than one address.`,
          'A client has exactly one.',
          'Give one, and run this again for each of the others.',
        ),
      ]
    }
    const trouble = envValueTrouble('MERCADOPAGO_REDIRECT_URI', value)
    if (trouble !== undefined) return [trouble]
    const url = parsedUrl(value)
    if (url === undefined) {
      return [
        fault(
          `${variable} is not an absolute URL.`,
          refusedByLibrary,
          'Write it with https:// and the host, as it is in the panel.',
        ),
      ]
    }
    if (url.hostname === '0.0.0.0' || url.hostname === '[::]') {
      return [
        fault(
          `${variable} is on ${url.hostname}.`,
          'You can listen on it, but a browser cannot open it.',
          'Write the host name that browsers use.',
        ),
      ]
    }
    const isPractice = isLoopback(new URL(provider.authorizationEndpoint))
    const found = [
      schemeOf(url, isPractice || provider.sellerIdMember === undefined),
      userOf(url),
      fragmentOf(value),
      queryOf(url),
      hostOf(url, value),
      portOf(url, value),
      pathOf(url, value),
      spellingOf(url, value),
      cookiesOf(url),
      differenceOf(value, expected),
    ].filter((observation) => observation !== undefined)
    return found.length > 0 ? found : [ok(soundness(url, expected))]
  },
}

function soundness({ host }: URL, expected: string | undefined): string {
  const equal = expected === undefined ? '' : ', and equals the expected one'
  return `${variable} on ${host} follows the rules${equal}.`
}

/** @param mayBeLocal - whether the provider is one that takes http on loopback. */
function schemeOf(url: URL, mayBeLocal: boolean): Observation | undefined {
  if (url.protocol === 'https:') return undefined
  if (url.protocol !== 'http:') {
    return fault(
      `${variable} is neither https nor http.`,
      refusedByLibrary,
      'Write it with https://, as it is in the panel.',
    )
  }
  if (!isLoopback(url)) {
    return fault(
      `${variable} is http on a host that is not this machine.`,
      'The code would travel unencrypted, and the panel accepts https only.',
      'Serve the callback over https.',
    )
  }
  if (mayBeLocal) return undefined
  return warning(
    `${variable} is http on this machine.`,
    'By its documentation the panel accepts https only. Some saw it accept http://localhost, others did not.',
    'Register an https address (a tunnel will do), or use --sandbox.',
  )
}

function userOf({ username, password }: URL): Observation | undefined {
  if (username === '' && password === '') return undefined
  return fault(
    `${variable} carries a user name or password.`,
    `${refusedByLibrary} It would be shown to every seller.`,
    'Remove everything before the @.',
  )
}

function fragmentOf(value: string): Observation | undefined {
  if (!value.includes('#')) return undefined
  return fault(
    `${variable} has a fragment (#).`,
    `${refusedByLibrary} RFC 6749, section 3.1.2, forbids it: the server never receives it.`,
    'Remove the # and everything after it.',
  )
}

function queryOf({ search, searchParams }: URL): Observation | undefined {
  const taken = ['code', 'state', 'error', 'iss'].find((name) => searchParams.has(name))
  if (taken !== undefined) {
    return fault(
      `${variable} has the query parameter ${taken}.`,
      'The response adds its own, and a repeated parameter is refused (callback_malformed).',
      'Remove it.',
    )
  }
  if (search === '') return undefined
  return warning(
    `${variable} has query parameters.`,
    `${comparedExactly} It must be static, and it is not documented whether it may have a query.`,
    'Remove them. Use returnTo for what has to come back.',
  )
}

function hostOf(url: URL, value: string): Observation | undefined {
  if (hasOtherThanAscii(authorityIn(value))) {
    return warning(
      `${variable} has a host with letters beyond ASCII.`,
      `${comparedExactly} Browsers and panels rewrite such a host as ${url.hostname}.`,
      `Write ${url.hostname}, here and in the panel.`,
    )
  }
  if (isLoopback(url) || !/^(\[|[\d.]+$)/.test(url.hostname)) return undefined
  return warning(
    `${variable} is on an IP address.`,
    'Certificates and the panel expect host names.',
    'Register a host name.',
  )
}

function portOf(url: URL, value: string): Observation | undefined {
  const [, written] = /:(\d+)$/.exec(authorityIn(value)) ?? []
  if (written === undefined) return undefined
  if (url.port === '') {
    return warning(
      `${variable} names the default port ${written}.`,
      `${comparedExactly} Browsers and proxies omit that port.`,
      'Remove it, here and in the panel.',
    )
  }
  if (isLoopback(url)) return undefined
  return warning(
    `${variable} has the port ${written} on a public host.`,
    `${comparedExactly} It is often an internal port behind a proxy, which sellers cannot reach.`,
    'Use the address that a browser shows.',
  )
}

function pathOf(url: URL, value: string): Observation | undefined {
  if (url.pathname === '/') {
    return warning(
      `${variable} has no path.`,
      `${comparedExactly} With and without the slash at its end, it is two different addresses.`,
      'Give the callback a separate path, such as /callback.',
    )
  }
  if (
    hasOtherThanAscii(value.slice(value.indexOf(authorityIn(value)) + authorityIn(value).length))
  ) {
    return warning(
      `${variable} has letters beyond ASCII behind the host.`,
      `${comparedExactly} Browsers send them percent-encoded.`,
      'Use ASCII only, here and in the panel.',
    )
  }
  if (!url.pathname.endsWith('/')) return undefined
  return warning(
    `${variable} ends with a slash.`,
    `${comparedExactly} Frameworks and proxies add and remove such a slash.`,
    'Make sure that it also ends with a slash in the panel, or remove it in both.',
  )
}

/** Last: capital letters, `..` and the like, when nothing above explains them. */
function spellingOf(url: URL, value: string): Observation | undefined {
  const isExplained =
    url.pathname === '/' || hasOtherThanAscii(value) || /:(80|443)$/.test(authorityIn(value))
  if (url.href === value || isExplained) return undefined
  return warning(
    `${variable} is not spelled the way a browser spells it.`,
    `${comparedExactly} A browser changes capital letters of the host, \\ and ..`,
    'Copy it from the address bar of a browser.',
  )
}

function cookiesOf(url: URL): Observation | undefined {
  if (!isLoopback(url) || url.hostname === 'localhost') return undefined
  return warning(
    `${variable} is on ${url.hostname}, which is not localhost for a browser.`,
    'A cookie that was set on localhost is not sent there, and the callback ends with state_missing.',
    `Open the app as ${url.origin}, or use localhost in both.`,
  )
}

function differenceOf(value: string, expected: string | undefined): Observation | undefined {
  if (expected === undefined || expected === value) return undefined
  return fault(
    `${variable} is not the expected one: ${firstDifference(value, expected)}.`,
    'If they differ, the seller sees an error page and the callback is never called.',
    'Make them exactly equal.',
  )
}

/** Host and port as they are written, without a user. */
function authorityIn(value: string): string {
  const [, authority = ''] = /^\w[\w+.-]*:[/\\]*([^/\\?#]*)/.exec(value) ?? []
  return authority.slice(authority.lastIndexOf('@') + 1)
}

function hasOtherThanAscii(text: string): boolean {
  return /\P{ASCII}/u.test(text)
}

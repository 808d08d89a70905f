import { isLoopback } from '../loopback.ts'
import type { Check } from './check.ts'
import { edgeTrouble, envValueTrouble } from './env-value.ts'
import { fault, type Observation, ok, warning } from './finding.ts'
import { firstDifference } from './uri-difference.ts'

const variable = 'The redirect URI'
const refusedByLibrary = 'The app refuses to start with it.'
const comparedExactly = 'It is compared as text with the one of the panel.'

/** The redirect URI follows the rules of the RFCs and of Mercado Pago, and is the expected one. */
export const redirectUri: Check = {
  name: 'redirect-uri',
  look({ redirectUri: value, expectedRedirectUri: expected, provider }) {
    if (value === undefined || value === '') {
      return [
        fault(
          `${variable} is missing.`,
          'A seller could not come back.',
          'Set MERCADOPAGO_REDIRECT_URI to the Redirect URL of the panel.',
        ),
      ]
    }
    const edge = edgeTrouble('MERCADOPAGO_REDIRECT_URI', value)
    if (edge !== undefined) return [edge]
    if (/[,;\s]\s*https?:/.test(value)) {
      return [
        fault(
          `${variable} is more than one address.`,
          'A client has one; which of them a seller comes back to is not left open.',
          'Give one, and run this again for each of the others.',
        ),
      ]
    }
    const trouble = envValueTrouble('MERCADOPAGO_REDIRECT_URI', value)
    if (trouble !== undefined) return [trouble]
    if (!URL.canParse(value)) {
      return [
        fault(
          `${variable} is not an absolute URL.`,
          refusedByLibrary,
          'Write it with https:// and the host, as it is in the panel.',
        ),
      ]
    }
    const url = new URL(value)
    if (url.hostname === '0.0.0.0' || url.hostname === '[::]') {
      return [
        fault(
          `${variable} is on ${url.hostname}.`,
          'That is an address to listen on; a browser cannot go there.',
          'Write the name under which the app is reached.',
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
      'The code would travel where everybody on the way can read it; the panel takes https only.',
      'Serve the callback by https.',
    )
  }
  if (mayBeLocal) return undefined
  return warning(
    `${variable} is http on this machine.`,
    'The panel is documented to take https only; some saw it accept http://localhost, others saw it refused.',
    'Register an https address (a tunnel will do), or practise with --sandbox.',
  )
}

function userOf({ username, password }: URL): Observation | undefined {
  if (username === '' && password === '') return undefined
  return fault(
    `${variable} carries a user name or password.`,
    `${refusedByLibrary} It would be shown to every seller.`,
    'Remove what is before the @.',
  )
}

function fragmentOf(value: string): Observation | undefined {
  if (!value.includes('#')) return undefined
  return fault(
    `${variable} has a fragment (#).`,
    `${refusedByLibrary} RFC 6749, section 3.1.2, forbids it: a server never sees it.`,
    'Remove what is from the # on.',
  )
}

function queryOf({ search, searchParams }: URL): Observation | undefined {
  const taken = ['code', 'state', 'error', 'iss'].find((name) => searchParams.has(name))
  if (taken !== undefined) {
    return fault(
      `${variable} has the query parameter ${taken}.`,
      'The answer brings its own, and one that comes twice is refused (callback_malformed).',
      'Remove it.',
    )
  }
  if (search === '') return undefined
  return warning(
    `${variable} has query parameters.`,
    `${comparedExactly} It must be static; whether a query may be part of it is not documented.`,
    'Remove them; what has to come back belongs to returnTo.',
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
    'Certificates and the panel are made for names.',
    'Register the name of the host.',
  )
}

function portOf(url: URL, value: string): Observation | undefined {
  const [, written] = /:(\d+)$/.exec(authorityIn(value)) ?? []
  if (written === undefined) return undefined
  if (url.port === '') {
    return warning(
      `${variable} names the default port ${written}.`,
      `${comparedExactly} Browsers and proxies leave that port out.`,
      'Remove it, here and in the panel.',
    )
  }
  if (isLoopback(url)) return undefined
  return warning(
    `${variable} has the port ${written} on a public host.`,
    `${comparedExactly} It is often the port behind a proxy, which sellers cannot reach.`,
    'Write the address that a browser shows.',
  )
}

function pathOf(url: URL, value: string): Observation | undefined {
  if (url.pathname === '/') {
    return warning(
      `${variable} has no path.`,
      `${comparedExactly} With and without the slash at its end are two.`,
      'Give the callback a path of its own, such as /callback.',
    )
  }
  if (
    hasOtherThanAscii(value.slice(value.indexOf(authorityIn(value)) + authorityIn(value).length))
  ) {
    return warning(
      `${variable} has letters beyond ASCII behind the host.`,
      `${comparedExactly} Browsers send them percent-encoded.`,
      'Keep to ASCII, here and in the panel.',
    )
  }
  if (!url.pathname.endsWith('/')) return undefined
  return warning(
    `${variable} ends with a slash.`,
    `${comparedExactly} Frameworks and proxies add and remove such a slash.`,
    'Make sure that it ends so in the panel, too; better, remove it in both.',
  )
}

/** Last: capital letters, `..` and the like, when nothing above explains them. */
function spellingOf(url: URL, value: string): Observation | undefined {
  const isExplained =
    url.pathname === '/' || hasOtherThanAscii(value) || /:(80|443)$/.test(authorityIn(value))
  if (url.href === value || isExplained) return undefined
  return warning(
    `${variable} is not spelled as a browser spells it.`,
    `${comparedExactly} Capital letters of the host, \\ and .. do not survive a browser.`,
    'Copy it from the address bar of a browser.',
  )
}

function cookiesOf(url: URL): Observation | undefined {
  if (!isLoopback(url) || url.hostname === 'localhost') return undefined
  return warning(
    `${variable} is on ${url.hostname}, which is not localhost for a browser.`,
    'The cookie of an attempt that began on localhost stays there, and the callback ends with state_missing.',
    `Open the app as ${url.origin}, or use localhost in both.`,
  )
}

function differenceOf(value: string, expected: string | undefined): Observation | undefined {
  if (expected === undefined || expected === value) return undefined
  return fault(
    `${variable} is not the expected one: ${firstDifference(value, expected)}.`,
    'Where the two differ, a seller sees an error page, and the callback is never called.',
    'Make them equal, to the letter.',
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

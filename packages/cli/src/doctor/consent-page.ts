import type { Check } from './check.ts'
import { fault, ok, unknown } from './finding.ts'
import { pageVerdict } from './page-verdict.ts'

/** Checks that the consent page knows the application and its redirect URI, without a seller. */
export const consentPage: Check = {
  name: 'consent-page',
  async look(_settings, probes) {
    const asked = await probes.consentPage('with challenge')
    if (asked === undefined) {
      return [
        unknown(
          'The consent page was not requested.',
          'The Client ID or the redirect URI is missing.',
          'Set both and run this again.',
        ),
      ]
    }
    const verdict = pageVerdict(asked)
    if (verdict === 'not found') {
      return [
        fault(
          'There is no consent page at its address (HTTP 404 or 405).',
          'No seller can consent.',
          'Check the provider and --country.',
        ),
      ]
    }
    // If it is the challenge that it refuses, the check "pkce" says so.
    const isRefused =
      verdict === 'refused' &&
      pageVerdict(await probes.consentPage('without challenge')) !== 'taken'
    if (isRefused) {
      return [
        fault(
          'The consent page refuses the request.',
          'A seller sees that the application is not ready to connect, and the callback is never called.',
          'Register the redirect URI in the panel to the letter; then check the Client ID, that production credentials are activated, that the application is of marketplace type, and its PKCE switch.',
        ),
      ]
    }
    if (verdict === 'undecided') return [undecided]
    const other = pageVerdict(await probes.consentPage('other redirect'))
    return [other === 'refused' ? ok('The consent page knows the redirect URI.') : undecided]
  },
}

const undecided = unknown(
  'The consent page does not show, before a sign-in, whether it knows the redirect URI.',
  'An unregistered one is the most frequent reason why nobody can link.',
  'Open the address that "mercadopago-oauth authorize-url" prints and sign in as a seller test user.',
)

import type { Check } from './check.ts'
import type { Exchange } from './exchange.ts'
import { fault, ok, unknown } from './finding.ts'
import { type PageVerdict, pageVerdict } from './page-verdict.ts'
import type { Probes } from './probes.ts'
import { tokenRefusal } from './token-refusal.ts'

/** Checks that the application accepts PKCE, which is always sent. */
export const pkce: Check = {
  name: 'pkce',
  async look(_settings, probes) {
    const without = await probes.madeUpCode('without verifier')
    const withIt = await probes.madeUpCode('with verifier')
    if (refusalOf(without) === 'verifier wanted' && refusalOf(withIt) !== 'verifier wanted') {
      return [ok('The application requires PKCE, which is always sent.')]
    }
    const page = await pages(probes)
    if (page.without === 'refused' && page.withIt === 'taken') {
      return [ok('The consent page requires PKCE, which is always sent.')]
    }
    if (page.without === 'taken' && page.withIt === 'refused') {
      return [
        fault(
          'The consent page refuses a code challenge: PKCE is switched off for the application.',
          'A challenge is always sent, so a seller sees that the application is not ready to connect.',
          'Switch on "Enable PKCE" in the application details.',
        ),
      ]
    }
    if (refusalOf(withIt) === undefined && page.withIt === 'undecided') {
      return [
        unknown(
          'Nothing is known about PKCE.',
          'PKCE is always sent; an application with PKCE switched off may refuse it.',
          'See the check "hosts", and that Client ID, Client Secret and redirect URI are set.',
        ),
      ]
    }
    const isJudged = page.other === 'refused' && page.withIt === 'taken'
    if (isJudged) return [ok('The application accepts PKCE, but does not require it.')]
    return [
      unknown(
        'The responses with and without PKCE do not differ.',
        'PKCE is always sent; an application with PKCE switched off may refuse it.',
        'Switch on "Enable PKCE" in the application details, if it is not.',
      ),
    ]
  },
}

async function pages(probes: Probes): Promise<Record<'withIt' | 'without' | 'other', PageVerdict>> {
  return {
    withIt: pageVerdict(await probes.consentPage('with challenge')),
    without: pageVerdict(await probes.consentPage('without challenge')),
    other: pageVerdict(await probes.consentPage('other redirect')),
  }
}

function refusalOf(response: Exchange | undefined) {
  return response === undefined || 'phase' in response ? undefined : tokenRefusal(response)
}

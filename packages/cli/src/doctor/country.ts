import { parsedUrl } from '../parsed-url.ts'
import type { Check } from './check.ts'
import { fault, type Observation, ok, warning } from './finding.ts'

/** Countries by the marketplace sites of their sellers, and by the ends of their host names. */
const bySiteId = new Map([
  ['MLA', 'AR'],
  ['MLB', 'BR'],
  ['MLC', 'CL'],
  ['MCO', 'CO'],
  ['MLM', 'MX'],
  ['MPE', 'PE'],
  ['MLU', 'UY'],
])
// `.co` alone is used everywhere.
const byHostEnd = /\.(?:(ar|br|cl|mx|pe|uy)|com\.(co))$/

/** Checks that the consent page, the sellers and the app belong to one country. */
export const country: Check = {
  name: 'country',
  look({ country: chosen, siteId, redirectUri, provider }) {
    // Others have no countries.
    if (provider.sellerIdMember === undefined) return []
    if (chosen === undefined) return [ok('No country is chosen: the generic consent page is used.')]
    if (siteId !== undefined) return [sellersCountry(chosen, siteId)]
    const ofApp = countryOfHost(redirectUri)
    if (ofApp === undefined || ofApp === chosen) {
      return [ok(`The consent page is that of ${chosen}.`)]
    }
    return [
      warning(
        `The consent page is that of ${chosen}, the redirect URI is a site of ${ofApp}.`,
        'An application belongs to one country, and so do the sellers it can link.',
        `Check --country; for sellers of ${ofApp} it is ${ofApp}.`,
      ),
    ]
  },
}

function sellersCountry(chosen: string, siteId: string): Observation {
  const ofSellers = bySiteId.get(siteId)
  if (ofSellers === chosen) return ok(`The consent page and the sellers are of ${chosen}.`)
  if (ofSellers === undefined) {
    return fault(
      'The site of the sellers is unknown.',
      'It cannot be compared with the country of the consent page.',
      `Give one of ${[...bySiteId.keys()].join(', ')}.`,
    )
  }
  return fault(
    `The consent page is that of ${chosen}, the sellers are of ${ofSellers} (${siteId}).`,
    'A seller cannot sign in on the page of another country.',
    `Use an application of ${ofSellers}, and its consent page: --country ${ofSellers}.`,
  )
}

function countryOfHost(redirectUri: string | undefined): string | undefined {
  const { hostname = '' } = parsedUrl(redirectUri ?? '') ?? {}
  const [, plain, behindCom] = byHostEnd.exec(hostname) ?? []
  return (plain ?? behindCom)?.toUpperCase()
}

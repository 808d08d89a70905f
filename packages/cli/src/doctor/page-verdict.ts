import type { Exchange } from './exchange.ts'

/** What a consent page says before anybody has signed in. */
export type PageVerdict = 'taken' | 'refused' | 'not found' | 'undecided'

/** As Mercado Pago and Mercado Libre say it, whatever the status. */
const refusal =
  /no está preparada para conectarse|não está pronto para se conectar|cannot connect to your account|callback has to match/i

/** Judges the page that a browser would be shown. */
export function pageVerdict(response: Exchange | undefined): PageVerdict {
  if (response === undefined || 'phase' in response) return 'undecided'
  const { status, headers, body } = response
  if (refusal.test(body)) return 'refused'
  if (status === 400) return 'refused'
  if (status === 404 || status === 405) return 'not found'
  if (status < 300) return 'taken'
  if (status >= 400) return 'undecided'
  // RFC 6749, section 4.1.2.1: other servers send the browser back with an error.
  return /[?&]error=/.test(headers.location ?? '') ? 'refused' : 'taken'
}

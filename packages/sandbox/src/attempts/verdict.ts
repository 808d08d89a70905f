import type { FaultKind } from '../faults/fault.ts'
import { lifetimeSeconds } from '../grants/lifetime.ts'
import type { ShownVerifier } from './pkce.ts'
import type { TracedRequest } from './traced-request.ts'

/**
 * How an attempt stands, or what a request came to.
 *
 * - `open`: the consent page was shown; `refused`: an error page was, instead
 * - `denied`: the seller said no; `gone`: the consent page was no longer valid
 * - `unexchanged`: there is a code, and nobody has exchanged it; `expired`: nor can anybody any more
 * - `linked`: the code was exchanged; `replayed`: and then it came again, and was refused
 * - `spent`: the code had failed before; `expired_code`: it was too old; `unknown_code`: it is none of
 *   those in the log
 * - `wrong_verifier`, `missing_verifier`, `other_redirect_uri`, `client_refused`, `not_exchanged`: why
 *   there were no tokens
 * - `renewed`, `renewal_replayed` (its refresh token came again and was refused), `not_renewed`
 * - `lost`: it took effect, and a fault cut the response off; `struck`: another fault
 * - `done`, `failed`: any other request
 */
export type Verdict =
  | 'open'
  | 'refused'
  | 'denied'
  | 'gone'
  | 'unexchanged'
  | 'expired'
  | 'linked'
  | 'replayed'
  | 'spent'
  | 'expired_code'
  | 'unknown_code'
  | 'wrong_verifier'
  | 'missing_verifier'
  | 'other_redirect_uri'
  | 'client_refused'
  | 'not_exchanged'
  | 'renewed'
  | 'renewal_replayed'
  | 'not_renewed'
  | 'lost'
  | 'struck'
  | 'done'
  | 'failed'

/** A request and what it came to. */
export interface JudgedRequest extends TracedRequest {
  readonly verdict: Verdict
}

/** @param traces - Of one attempt, oldest first. */
export function judgeRequests(traces: readonly TracedRequest[]): readonly JudgedRequest[] {
  const judged: JudgedRequest[] = []
  for (const trace of traces) judged.push({ ...trace, verdict: verdictOfRequest(trace, judged) })
  return judged
}

/** The verdict on an attempt at a given time. */
export function verdictOf(requests: readonly JudgedRequest[], now: Date): Verdict {
  const exchanges = requests.filter(({ grantType }) => grantType === 'authorization_code')
  const verdicts = exchanges.map(({ verdict }) => verdict)
  if (verdicts.includes('replayed')) return 'replayed'
  if (verdicts.includes('linked')) return 'linked'
  // A second try with a spent code says less than why the first one failed.
  const why = verdicts.find((verdict) => verdict !== 'struck') ?? verdicts[0]
  if (why !== undefined) return why

  const renewals = requests.filter(({ grantType }) => grantType === 'refresh_token')
  const last = renewals.at(-1) ?? consentOf(requests) ?? requests.at(-1)
  if (last?.verdict === 'unexchanged' && hasExpired(last, now)) return 'expired'
  return last?.verdict ?? 'failed'
}

/** The request that gave the code, if one did. */
function consentOf(requests: readonly JudgedRequest[]): JudgedRequest | undefined {
  return requests.find(({ marks }) => marks.issuedCode !== undefined)
}

function verdictOfRequest(trace: TracedRequest, before: readonly JudgedRequest[]): Verdict {
  const { request, grantType } = trace
  if (request.fault !== undefined && !takesEffect(request.fault)) return 'struck'
  if (request.path === '/authorization') return verdictOfAuthorization(trace)
  if (grantType === 'authorization_code') return verdictOfExchange(trace, before)
  if (grantType === 'refresh_token') return verdictOfRenewal(trace, before)
  return isGood(trace) ? 'done' : 'failed'
}

function verdictOfAuthorization({ request, marks }: TracedRequest): Verdict {
  if (request.error === 'access_denied') return 'denied'
  if (request.error === 'consent_gone') return 'gone'
  if (request.error !== undefined) return 'refused'
  return marks.issuedCode === undefined ? 'open' : 'unexchanged'
}

function verdictOfExchange(trace: TracedRequest, before: readonly JudgedRequest[]): Verdict {
  if (isGood(trace)) return trace.request.status === undefined ? 'lost' : 'linked'
  if (trace.request.error === 'invalid_client') return 'client_refused'
  const exchanges = before.filter(({ grantType }) => grantType === 'authorization_code')
  if (exchanges.some(isGood)) return 'replayed'
  const consent = consentOf(before)
  if (!consent) return 'unknown_code'
  if (hasExpired(consent, trace.request.at)) return 'expired_code'
  if (exchanges.some(({ verdict }) => spends.has(verdict))) return 'spent'
  const asked = askedIn(before)
  if (asked?.challenge && !trace.verifier) return 'missing_verifier'
  if (asked?.marks.redirectUri !== trace.marks.redirectUri) return 'other_redirect_uri'
  return verifierFits(asked, trace.verifier) ? 'not_exchanged' : 'wrong_verifier'
}

const spends: ReadonlySet<Verdict> = new Set(['wrong_verifier', 'other_redirect_uri', 'spent'])

function verdictOfRenewal(trace: TracedRequest, before: readonly JudgedRequest[]): Verdict {
  if (isGood(trace)) return trace.request.status === undefined ? 'lost' : 'renewed'
  return before.some(isGood) ? 'renewal_replayed' : 'not_renewed'
}

/** The authorization request of an attempt. */
export function askedIn<Trace extends TracedRequest>(traces: readonly Trace[]): Trace | undefined {
  return traces.findLast(
    ({ request }) => request.path === '/authorization' && request.method === 'GET',
  )
}

function verifierFits(
  asked: TracedRequest | undefined,
  verifier: ShownVerifier | undefined,
): boolean {
  return verifier?.isWellFormed === true && asked?.marks.challenge === verifier.challenge
}

/** Whether a request did what it was for, even if its response was lost. */
export function isGood({ request: { status, fault, error } }: TracedRequest): boolean {
  if (error !== undefined) return false
  if (fault !== undefined) return takesEffect(fault)
  return status !== undefined && status < 400
}

/** Under most faults nothing is looked at. */
function takesEffect(fault: FaultKind): boolean {
  return fault === 'slow' || fault === 'reset_after'
}

function hasExpired({ request }: TracedRequest, now: Date): boolean {
  return now.getTime() - request.at.getTime() >= lifetimeSeconds.code * 1000
}

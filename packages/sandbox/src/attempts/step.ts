import type { FaultKind } from '../faults/fault.ts'
import type { PkceCheck } from './pkce.ts'
import type { ShownParameter } from './shown-parameter.ts'
import { askedIn, isGood, type JudgedRequest, type Verdict } from './verdict.ts'

/** Who sends and receives. */
export type Party = 'browser' | 'app' | 'server'

/** What a step is, whether or not it went well. */
export type StepKind =
  | 'send_away'
  | 'ask'
  | 'ask_by_api'
  | 'consent_page'
  | 'error_page'
  | 'allow'
  | 'deny'
  | 'code'
  | 'denial'
  | 'silent_denial'
  | 'callback'
  | 'callback_denied'
  | 'exchange'
  | 'check'
  | 'tokens'
  | 'renew'
  | 'new_tokens'
  | 'own_token'
  | 'read_profile'
  | 'profile'
  | 'other'
  | 'other_response'
  | 'error'
  | 'no_response'

/** A message between two parties, or what the server does on its own. */
export interface Step {
  /** Another one once the step is another. */
  readonly id: string
  /** What it is. */
  readonly kind: StepKind
  /** Who sends. */
  readonly from: Party
  /** Who receives; the same as `from` for what the server does on its own. */
  readonly to: Party
  /** `inferred`: the sandbox cannot see it, but it must have happened; `awaited`: it may still happen. */
  readonly sight: 'seen' | 'inferred' | 'awaited'
  /** Why the attempt goes no further from here; absent where it does. */
  readonly stop?: Verdict
  /** By the sandbox's clock, where it is known. */
  readonly at?: Date
  /** Of the response. */
  readonly status?: number
  /** The error code of the response. */
  readonly error?: string
  /** What an authorization request got wrong, in English. */
  readonly explanation?: string
  /** The fault that struck. */
  readonly fault?: FaultKind
  /** Those that have a meaning here, secrets shortened. */
  readonly parameters: readonly ShownParameter[]
  /** With `check` alone. */
  readonly check?: PkceCheck
}

/** The steps of an attempt, in their order. */
export function stepsOf(requests: readonly JudgedRequest[]): readonly Step[] {
  return requests.flatMap((request, index) => {
    const before = requests.slice(0, index)
    const after = requests.slice(index + 1)
    return [
      ...stepsBefore(request, before),
      ...stepsIn(request, before),
      ...stepsAfter(request, after),
    ]
  })
}

/** The app sent the browser away, before the browser came here. */
function stepsBefore(request: JudgedRequest, before: readonly JudgedRequest[]): Step[] {
  const isAsked = isAuthorization(request) && decisionOf(request) === 'ask'
  const isFirst = before.length === 0 && isAsked
  return isFirst ? [unseen(request, 'send_away', 'app', 'browser', 'inferred')] : []
}

/** The browser goes back to the app, where the sandbox does not see it. */
function stepsAfter(request: JudgedRequest, after: readonly JudgedRequest[]): Step[] {
  const names = request.returned.map(({ name }) => name)
  if (!isAuthorization(request) || request.request.fault === 'reset_after') return []
  if (names.includes('error'))
    return [unseen(request, 'callback_denied', 'browser', 'app', 'inferred')]
  if (!names.includes('code')) return []
  const isBack = after.some(({ grantType }) => grantType === 'authorization_code')
  return [unseen(request, 'callback', 'browser', 'app', isBack ? 'inferred' : 'awaited')]
}

function stepsIn(request: JudgedRequest, before: readonly JudgedRequest[]): Step[] {
  const [from, asks] = isAuthorization(request)
    ? (['browser', decisionOf(request)] as const)
    : (['app', purposeOf(request)] as const)
  const question: Step = {
    id: `${request.id}-${asks}`,
    kind: asks,
    from,
    to: 'server',
    sight: 'seen',
    at: request.request.at,
    parameters: request.sent,
  }
  return [question, ...checksOf(request, before), responseTo(request, from)]
}

function responseTo(request: JudgedRequest, to: Party): Step {
  const { status, error, explanation, fault } = request.request
  const stop = stopOf(request)
  const kind = responseKindOf(request)
  return {
    id: `${request.id}-${kind}`,
    kind,
    from: 'server',
    to,
    sight: 'seen',
    ...(stop && { stop }),
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    ...(explanation !== undefined && { explanation }),
    ...(fault !== undefined && { fault }),
    parameters: kind === 'no_response' ? [] : request.returned,
  }
}

/** The server compares where it got as far as the verifier. */
function checksOf(request: JudgedRequest, before: readonly JudgedRequest[]): Step[] {
  const { verdict, verifier, grantType } = request
  const isChecked = isGood(request) || /^(wrong|missing)_verifier$/.test(verdict)
  const isKnown = before.some(({ marks }) => marks.issuedCode !== undefined)
  if (grantType !== 'authorization_code' || !isChecked || !isKnown) return []
  const stored = askedIn(before)?.challenge
  const check: PkceCheck = {
    ...(stored && { stored }),
    ...(verifier && { verifier }),
    isPassed: isGood(request),
  }
  const id = `${request.id}-check`
  return [{ id, kind: 'check', from: 'server', to: 'server', sight: 'seen', parameters: [], check }]
}

function decisionOf({ request, isByApi, sent }: JudgedRequest): StepKind {
  if (isByApi) return 'ask_by_api'
  if (request.method === 'GET') return 'ask'
  return sent.some(({ name, value }) => name === 'decision' && value === 'deny') ? 'deny' : 'allow'
}

function purposeOf({ request, grantType }: JudgedRequest): StepKind {
  if (request.path === '/users/me') return 'read_profile'
  if (request.path !== '/oauth/token') return 'other'
  if (grantType === 'authorization_code') return 'exchange'
  if (grantType === 'refresh_token') return 'renew'
  return grantType === 'client_credentials' ? 'own_token' : 'other'
}

function responseKindOf(request: JudgedRequest): StepKind {
  const { status, error, method } = request.request
  if (status === undefined) return 'no_response'
  if (isAuthorization(request)) {
    if (error === 'access_denied') return request.returned.length > 0 ? 'denial' : 'silent_denial'
    if (!isGood(request)) return 'error_page'
    return method === 'GET' && !request.isByApi ? pageOrCode(request) : 'code'
  }
  if (!isGood(request)) return 'error'
  if (request.request.path === '/users/me') return 'profile'
  if (request.request.path !== '/oauth/token') return 'other_response'
  return request.grantType === 'refresh_token' ? 'new_tokens' : 'tokens'
}

/** A seller who has consented before may be sent on at once. */
function pageOrCode({ marks }: JudgedRequest): StepKind {
  return marks.issuedCode === undefined ? 'consent_page' : 'code'
}

function stopOf(request: JudgedRequest): Verdict | undefined {
  if (request.verdict === 'lost' || !isGood(request)) return request.verdict
  return undefined
}

function unseen(
  { id }: JudgedRequest,
  kind: StepKind,
  from: Party,
  to: Party,
  sight: 'inferred' | 'awaited',
): Step {
  return { id: `${id}-${kind}-${sight}`, kind, from, to, sight, parameters: [] }
}

function isAuthorization({ request }: JudgedRequest): boolean {
  return request.path === '/authorization'
}

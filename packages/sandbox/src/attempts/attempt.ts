import type { ShownChallenge } from './pkce.ts'
import { type Step, stepsOf } from './step.ts'
import type { TracedRequest } from './traced-request.ts'
import { isGood, type JudgedRequest, judgeRequests, type Verdict, verdictOf } from './verdict.ts'

/** One try to link a seller, one renewal, or a request that belongs to neither. Secrets are shortened. */
export interface Attempt {
  /** That of its first request. */
  readonly id: number
  readonly kind: 'link' | 'renewal' | 'other'
  readonly verdict: Verdict
  /** By the sandbox's clock. */
  readonly startedAt: Date
  readonly clientId?: string
  readonly sellerId?: number
  /** Of the authorization request, if it is registered. */
  readonly redirectUri?: string
  /** Of the authorization request, if it was accepted. */
  readonly challenge?: ShownChallenge
  /** SHA-256 of its `state`, in base64url: by this an app finds its attempt. */
  readonly stateHash?: string
  /** Oldest first. */
  readonly requests: readonly JudgedRequest[]
  /** What happened, as far as the sandbox sees it, and what must have happened in between. */
  readonly steps: readonly Step[]
}

/**
 * Groups requests into attempts, renewals and others.
 *
 * @param traces - Oldest first.
 * @returns the newest first.
 */
export function attemptsOf(traces: readonly TracedRequest[], now: Date): readonly Attempt[] {
  return groupsOf(traces)
    .map((group) => attemptOf(group, now))
    .reverse()
}

function attemptOf(traces: readonly TracedRequest[], now: Date): Attempt {
  const requests = judgeRequests(traces)
  const clientId = firstOf(requests, ({ request }) => request.clientId)
  const sellerId = firstOf(requests, ({ request }) => request.sellerId)
  const redirectUri = firstOf(requests, (each) => each.redirectUri)
  const challenge = firstOf(requests, (each) => each.challenge)
  const stateHash = firstOf(requests, ({ marks }) => marks.state)
  return {
    id: firstOf(requests, ({ id }) => id) ?? 0,
    kind: kindOf(requests),
    verdict: verdictOf(requests, now),
    startedAt: firstOf(requests, ({ request }) => request.at) ?? now,
    ...(clientId !== undefined && { clientId }),
    ...(sellerId !== undefined && { sellerId }),
    ...(redirectUri !== undefined && { redirectUri }),
    ...(challenge && { challenge }),
    ...(stateHash !== undefined && { stateHash }),
    requests,
    steps: stepsOf(requests),
  }
}

function kindOf(requests: readonly JudgedRequest[]): Attempt['kind'] {
  const [first] = requests
  if (first?.request.path === '/authorization') return 'link'
  if (first?.grantType === 'authorization_code') return 'link'
  return first?.grantType === 'refresh_token' ? 'renewal' : 'other'
}

function firstOf<Value>(
  requests: readonly JudgedRequest[],
  read: (request: JudgedRequest) => Value | undefined,
): Value | undefined {
  return requests.map(read).find((value) => value !== undefined)
}

/** The requests of one attempt, oldest first. */
type Group = TracedRequest[]

function groupsOf(traces: readonly TracedRequest[]): readonly Group[] {
  const groups: Group[] = []
  // By each value that ties requests together: the newest group that has had it.
  const tied = new Map<string, Group>()
  for (const trace of traces) {
    const ties = tiesOf(trace)
    const old = ties.map((tie) => tied.get(tie)).find((group) => group !== undefined)
    const group = old && !isNextRenewal(trace, old) ? old : []
    if (group.length === 0) groups.push(group)
    group.push(trace)
    for (const tie of ties) tied.set(tie, group)
    // Once the seller has decided, the same address is another attempt.
    if (isDecision(trace)) for (const { marks } of group) tied.delete(`query ${marks.query}`)
  }
  return groups
}

/** A checkout is tied to nothing: a token is used for months. */
function tiesOf({ request, marks }: TracedRequest): readonly string[] {
  if (request.path.startsWith('/checkout')) return []
  const { query, consent, issuedCode, code, refreshToken, accessToken } = marks
  const ties = { query, consent, code: code ?? issuedCode, refreshToken, accessToken }
  return Object.entries(ties).flatMap(([name, mark]) =>
    mark === undefined ? [] : [`${name} ${mark}`],
  )
}

/** Where refresh tokens do not rotate, the same one renews again and again. */
function isNextRenewal(trace: TracedRequest, group: Group): boolean {
  return trace.marks.refreshToken !== undefined && isGood(trace) && group.some(isGood)
}

function isDecision({ request, isByApi }: TracedRequest): boolean {
  return request.path === '/authorization' && (request.method === 'POST' || isByApi)
}

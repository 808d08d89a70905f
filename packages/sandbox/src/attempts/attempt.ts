import type { LoggedRequest } from '../logged-request.ts'
import type { ShownChallenge } from './pkce.ts'
import { groupsOf } from './request-group.ts'
import { type Step, stepsOf } from './step.ts'
import type { TracedRequest } from './traced-request.ts'
import { type JudgedRequest, judgeRequests, type Verdict, verdictOf } from './verdict.ts'

/** One try to link a seller, one renewal, or a request that belongs to neither. Secrets are shortened. */
export interface Attempt {
  /** That of its first request. */
  readonly id: number
  /** The purpose of the attempt. */
  readonly kind: 'link' | 'renewal' | 'other'
  /** How it stands. */
  readonly verdict: Verdict
  /** By the sandbox's clock. */
  readonly startedAt: Date
  /** Only of an application that exists. */
  readonly clientId?: string
  /** Once it is known whose account it is about. */
  readonly sellerId?: number
  /** Of the authorization request, if it is registered. */
  readonly redirectUri?: string
  /** Of the authorization request, if it was accepted. */
  readonly challenge?: ShownChallenge
  /** SHA-256 of its `state`, in base64url: by this an app finds its attempt. */
  readonly stateHash?: string
  /** The code that was issued, shortened. */
  readonly code?: string
  /** The id of the attempt that this one runs again. */
  readonly againOf?: number
  /** As in the request log, oldest first. A consent by `approve()` or `deny()` is none. */
  readonly requests: readonly LoggedRequest[]
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
  const code = firstOf(
    requests,
    ({ marks, returned }) =>
      marks.issuedCode && returned.find(({ name }) => name === 'code')?.value,
  )
  const stateHash = firstOf(requests, ({ marks }) => marks.state)
  const againOf = firstOf(requests, (each) => each.againOf)
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
    ...(code !== undefined && { code }),
    ...(againOf !== undefined && { againOf }),
    requests: requests.filter(({ isByApi }) => !isByApi).map(({ request }) => request),
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

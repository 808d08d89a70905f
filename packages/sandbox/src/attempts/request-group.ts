import type { TracedRequest } from './traced-request.ts'
import { isGood } from './verdict.ts'

/** The requests of one attempt, oldest first. */
export type RequestGroup = TracedRequest[]

/** @param traces - Oldest first. */
export function groupsOf(traces: readonly TracedRequest[]): readonly RequestGroup[] {
  const groups: RequestGroup[] = []
  // By each value that ties requests together: the newest group that has had it.
  const tied = new Map<string, RequestGroup>()
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
function isNextRenewal(trace: TracedRequest, group: RequestGroup): boolean {
  return trace.marks.refreshToken !== undefined && isGood(trace) && group.some(isGood)
}

function isDecision({ request, isByApi, marks }: TracedRequest): boolean {
  if (request.path !== '/authorization') return false
  return request.method === 'POST' || isByApi || marks.issuedCode !== undefined
}

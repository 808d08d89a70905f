import type { Fault, FaultEndpoint, FaultKind } from '../faults/fault.ts'
import type { Attempt } from './attempt.ts'

/** A fault to run an attempt again with. */
interface AgainFault {
  readonly endpoint: FaultEndpoint
  readonly kind: FaultKind
  readonly grantType?: string
}

const exchange = { endpoint: 'token', grantType: 'authorization_code' } as const
const renewal = { endpoint: 'token', grantType: 'refresh_token' } as const

/** Those that a seller or an app sees the most of, by the name of their button. */
export const againFaults: Record<Attempt['kind'], Readonly<Record<string, AgainFault>>> = {
  link: {
    page_unavailable: { endpoint: 'authorization', kind: 'unavailable' },
    code_refused: { ...exchange, kind: 'invalid_grant' },
    rate_limited: { ...exchange, kind: 'rate_limited' },
    slow: { ...exchange, kind: 'slow' },
    cut_before: { ...exchange, kind: 'reset_before' },
    cut_after: { ...exchange, kind: 'reset_after' },
  },
  renewal: {
    token_refused: { ...renewal, kind: 'invalid_grant' },
    rate_limited: { ...renewal, kind: 'rate_limited' },
    slow: { ...renewal, kind: 'slow' },
    cut_before: { ...renewal, kind: 'reset_before' },
    cut_after: { ...renewal, kind: 'reset_after' },
  },
  other: {},
}

/** Whether a fault would strike the next attempt of a kind. */
export function strikesNext({ endpoint, grantType }: Fault, kind: Attempt['kind']): boolean {
  const faults = Object.values(againFaults[kind])
  return faults.some(
    (each) => each.endpoint === endpoint && (grantType ?? each.grantType) === each.grantType,
  )
}

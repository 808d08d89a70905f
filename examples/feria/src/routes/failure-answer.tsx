import { createHash } from 'node:crypto'
import { readFailure } from '../failure/failure.ts'
import { FailurePage } from '../pages/failure.tsx'
import { pageAnswer } from './answers.ts'
import type { Parts } from './parts.ts'
import type { Answer, Visit } from './route.ts'
import { viewOf } from './view-of.ts'

/** A page of its own words for each way to fail; those on our side are also logged, by code alone. */
export function failureAnswer(
  { site, sessions }: Pick<Parts, 'site' | 'sessions'>,
  error: unknown,
  { req, res }: Pick<Visit, 'req' | 'res'>,
): Answer {
  const { code, status, headers } = readFailure(error)
  // Digits alone: what else came with the request is not repeated.
  const [sellerPath] = /^\/sellers\/\d+/.exec(req.url ?? '') ?? []
  const user = sessions.read(req, res)
  const view = viewOf({ req, res, user }, site, sellerPath ?? '/')
  return pageAnswer(
    <FailurePage
      view={view}
      code={code}
      sellerPath={sellerPath}
      stateHash={stateHashOf(req.url)}
    />,
    status,
    headers,
  )
}

/** By the hash the sandbox finds the attempt. The state itself is not repeated. */
function stateHashOf(url = ''): string | undefined {
  const state = new URLSearchParams(url.split('?', 2)[1]).get('state')
  return state ? createHash('sha256').update(state).digest('base64url') : undefined
}

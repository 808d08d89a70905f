import { createHash } from 'node:crypto'
import type { SellerTokens } from 'mercadopago-oauth'
import { readFailure } from '../failure/failure.ts'
import { leaveNotice } from '../notices/notice.ts'
import { FailurePage } from '../pages/failure.tsx'
import type { ShopOwner } from '../sign-in/shop-owner.ts'
import type { FailureCode } from '../words/failure-code.ts'
import type { Parts } from './parts.ts'
import { pageReply, redirectReply } from './replies.ts'
import type { Reply, Visit } from './route.ts'
import { viewOf } from './view-of.ts'

/**
 * Each failure has a page with its own text. Failures on our side are also logged, by code alone. An outcome that
 * the reader does not see as a failure is a notice on the next page.
 */
export async function failureReply(
  { site, sessions, sellers }: Pick<Parts, 'site' | 'sessions' | 'sellers'>,
  error: unknown,
  { req, res }: Pick<Visit, 'req' | 'res'>,
): Promise<Reply> {
  const { code, status, headers } = readFailure(error)
  if (code === 'access_denied') {
    leaveNotice(req, res, 'cancelled')
    return redirectReply('/')
  }
  const user = sessions.read(req, res)
  const sellerId = await linkedBefore(code, sellers, user, site.clock())
  if (sellerId !== undefined) {
    leaveNotice(req, res, 'alreadyLinked', { sellerId })
    return redirectReply(`/sellers/${sellerId}`)
  }
  // Digits alone: what else came with the request is not repeated.
  const [sellerPath] = /^\/sellers\/\d+/.exec(req.url ?? '') ?? []
  const view = viewOf({ req, res, user }, site, sellerPath ?? '/')
  return pageReply(
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

/** As long as an attempt lives. */
const justNowMs = 10 * 60_000

/** The seller that the reader linked just now, when a second response comes: a reload, or a way back. */
async function linkedBefore(
  code: FailureCode,
  sellers: SellerTokens,
  user: ShopOwner | undefined,
  now: Date,
): Promise<string | undefined> {
  const isSecond = code === 'state_consumed' || code === 'state_mismatch'
  if (!isSecond || user === undefined) return undefined
  try {
    const linked = (await sellers.byOwner(user.id)).filter(({ isLinked }) => isLinked)
    const [last] = linked.toSorted((one, other) => +other.linkedAt - +one.linkedAt)
    const isJustNow = last !== undefined && now.getTime() - last.linkedAt.getTime() < justNowMs
    return isJustNow ? last.sellerId : undefined
  } catch {
    // The failure page says what it would say anyway.
    return undefined
  }
}

import { CallbackInputError, StateError } from '../errors.ts'
import type { AuthorizationFlow, AuthorizationResult } from '../flow/authorization-flow.ts'
import { isForeignState } from '../flow/foreign-state.ts'
import { userId } from '../flow/user-id.ts'
import type { SellerStatus } from '../sellers/records/seller-status.ts'
import type { SellerTokens } from '../sellers/seller-tokens.ts'
import { type CallbackMessage, callbacks, errorCodeOf } from '../trace-channels.ts'
import { HeaderCookies } from './header-cookies.ts'
import {
  failureReply,
  type HeaderPairs,
  prefetchReply,
  privateHeaders,
  type Reply,
} from './reply.ts'
import { type EndpointRequest, isPrefetch } from './request.ts'
import type { MayBeNobody } from './visitors.ts'

/** A request to the callback, which ends an attempt. */
export interface CallbackRequest extends EndpointRequest {
  /** The query string as it arrived, without the question mark. */
  readonly query: string
  /** Finds the app's signed-in user, as at the start. */
  readonly user: () => unknown
  /** As at the start. */
  readonly requireUser?: boolean | undefined
  /** Decides whether a seller that is linked to another user may move to this one. Default: no. */
  readonly mayMove?: (() => boolean | Promise<boolean>) | undefined
  /** Further fields of the token request. They never override one of ours. */
  readonly extraParams?: Readonly<Record<string, string>> | undefined
}

/** A seller who came back, and was linked if there are `sellers`. */
export interface LinkResult extends AuthorizationResult {
  /** The seller as it is stored; absent without `sellers`. */
  seller?: SellerStatus
}

/**
 * How a callback ended. With a `result` the app sends the response, for example a redirect to `returnTo`. It sends
 * `headers` in every case, also when it fails later: the attempt is used up.
 */
export type CallbackOutcome =
  | { readonly result: LinkResult; readonly headers: HeaderPairs; readonly reply?: never }
  | {
      readonly reply: Reply
      /** Whether the attempt was begun for another application, which may be asked instead. */
      readonly isForeign: boolean
      readonly result?: never
      readonly headers?: never
    }

/** Ends an attempt, and links its seller. */
export type CallbackEndpoint = (request: CallbackRequest) => Promise<CallbackOutcome>

export function createCallback(
  clientId: string,
  flow: AuthorizationFlow,
  mayBeNobody: MayBeNobody,
  sellers: SellerTokens | undefined,
): CallbackEndpoint {
  async function finish(request: CallbackRequest, cookies: HeaderCookies): Promise<LinkResult> {
    const { query, mayMove, extraParams } = request
    const owner = userId(await request.user())
    if (owner === undefined && !mayBeNobody(request)) throw new StateError('state_mismatch')
    // A code is spent for nothing when its tokens cannot be kept.
    await sellers?.checkSealing()
    const result = await flow.finish({
      cookies,
      user: owner,
      query,
      extraParams,
      // A seller of ours keeps its owner and gets the new tokens; then this throws the same error.
      onOtherSeller: (tokens, expectedSellerId) => sellers?.link(tokens, { expectedSellerId }),
    })
    if (sellers === undefined) return result
    const seller = await sellers.link(result.tokens, { owner, move: await mayMove?.() })
    return { ...result, seller }
  }

  async function outcomeOf(request: CallbackRequest): Promise<CallbackOutcome> {
    const cookies = new HeaderCookies(() => request.header('cookie'))
    try {
      if (request.method !== 'GET') throw new CallbackInputError('callback_method')
      if (isPrefetch(request)) return { reply: prefetchReply, isForeign: false }
      const result = await finish(request, cookies)
      return { result, headers: [...privateHeaders, ...cookies.headers] }
    } catch (error) {
      return { reply: failureReply(error, cookies.headers), isForeign: isForeignState(error) }
    }
  }

  return function callback(request) {
    return callbacks.trace(
      () => ({ clientId }),
      async (note) => {
        const outcome = await outcomeOf(request)
        if (outcome.reply !== undefined) note(failed(outcome))
        return outcome
      },
    )
  }
}

/** A prefetch is the only reply without an error. */
function failed({
  reply: { status, error },
  isForeign,
}: CallbackOutcome & { reply: Reply }): Partial<CallbackMessage> {
  if (error === undefined) return { outcome: 'prefetch', status }
  return { outcome: isForeign ? 'foreign' : 'failure', status, errorCode: errorCodeOf(error) }
}

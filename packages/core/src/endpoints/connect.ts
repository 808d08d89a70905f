import type { AuthorizationFlow } from '../flow/authorization-flow.ts'
import { userId } from '../flow/user-id.ts'
import { HeaderCookies } from './header-cookies.ts'
import { failureReply, plainReply, prefetchReply, type Reply } from './reply.ts'
import { type EndpointRequest, isFromOtherSite, isPrefetch } from './request.ts'
import type { MayBeNobody } from './visitors.ts'

/** A request that begins an attempt. */
export interface ConnectRequest extends EndpointRequest {
  /** Finds the app's signed-in user. The attempt is bound to this user. Return an id, or an object that has one. */
  readonly user: () => unknown
  /** Whether a user must be signed in even without `sellers`, as on a ready-made route. Default `false`. */
  readonly requireUser?: boolean | undefined
  /** Where the browser is redirected afterwards. A URL on another site becomes the default. */
  readonly returnTo?: string | undefined
  /** Anything JSON holds, at most 1 KiB. It comes back with the result. */
  readonly context?: unknown
  /** The only seller who may come back, when a known one links again. Default: any. */
  readonly expectedSellerId?: string | undefined
  /** Permissions to ask for. Default: those of the options. */
  readonly scope?: string | readonly string[] | undefined
  /** Further parameters of the authorization URL. They never override one of ours. */
  readonly extraParams?: Readonly<Record<string, string>> | undefined
}

/**
 * Redirects the browser to the consent page. It takes GET and POST. If a user must be signed in and the visitor is
 * not, the reply is 403 without an `error`.
 */
export type ConnectEndpoint = (request: ConnectRequest) => Promise<Reply>

export function createConnect(
  flow: AuthorizationFlow,
  mayBeNobody: MayBeNobody,
  defaultScope: string | readonly string[] | undefined,
): ConnectEndpoint {
  async function begin(request: ConnectRequest): Promise<Reply> {
    const { method, header } = request
    if (method !== 'GET' && method !== 'POST') return plainReply(405, [['Allow', 'GET, POST']])
    if (isPrefetch(request)) return prefetchReply
    const user = userId(await request.user())
    if (user === undefined && !mayBeNobody(request)) return plainReply(403, [], signInFirst)
    const cookies = new HeaderCookies(() => header('cookie'))
    const { returnTo, context, expectedSellerId, extraParams, scope = defaultScope } = request
    const asked = { returnTo, context, expectedSellerId, extraParams, scope }
    const begun = flow.start({ ...asked, cookies, user, fromOtherSite: isFromOtherSite(request) })
    if (begun === undefined) return plainReply(403, [], startHere)
    const location = ['Location', begun.authorizationUrl] as const
    return {
      // After a form, too, the consent page is asked for by GET.
      status: method === 'POST' ? 303 : 302,
      headers: [['Cache-Control', 'no-store'], location, ...cookies.headers],
      body: '',
    }
  }

  return (request) => begin(request).catch((error: unknown) => failureReply(error))
}

const signInFirst = 'Please sign in first.\n'
const startHere = 'Too many attempts are open in this browser. Please start from the app itself.\n'

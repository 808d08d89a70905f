import type { AuthorizationFlow } from '../flow/authorization-flow.ts'
import { HeaderCookies } from './header-cookies.ts'
import { failureReply, type Reply } from './reply.ts'
import type { EndpointRequest } from './request.ts'
import { userId } from './user-id.ts'

/** A request that begins an attempt. */
export interface ConnectRequest extends EndpointRequest {
  /** Finds the app's signed-in user, to whom the attempt is bound. */
  readonly user: () => unknown
  /** Where the app goes afterwards. A foreign address becomes the default. */
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

/** Redirects the browser to the consent page. */
export type ConnectEndpoint = (request: ConnectRequest) => Promise<Reply>

export function createConnect(
  flow: AuthorizationFlow,
  defaultScope: string | readonly string[] | undefined,
): ConnectEndpoint {
  async function begin(request: ConnectRequest): Promise<Reply> {
    const { header, user, scope = defaultScope, ...others } = request
    const cookies = new HeaderCookies(() => header('cookie'))
    const { authorizationUrl } = flow.start({
      ...others,
      scope,
      cookies,
      user: userId(await user()),
    })
    return {
      status: 302,
      headers: [['Cache-Control', 'no-store'], ['Location', authorizationUrl], ...cookies.headers],
      body: '',
    }
  }

  return (request) => begin(request).catch((error: unknown) => failureReply(error))
}

import type { Connection } from '../grants/connections.ts'
import type { LoggedRequest } from '../logged-request.ts'

/** When an application last made use of a connection, as far as the request log goes back. */
export interface ConnectionUse {
  readonly usedAt?: Date
  readonly renewedAt?: Date
}

/** @param requests - Oldest first. */
export function useOf(connection: Connection, requests: readonly LoggedRequest[]): ConnectionUse {
  const { application, sellerId, since } = connection
  const isUse = (request: LoggedRequest): boolean =>
    request.clientId === application.clientId &&
    request.sellerId === sellerId &&
    request.path !== '/authorization' &&
    request.at >= since
  const used = requests.findLast(isUse)
  const renewed = requests.findLast(
    (request) => request.grantType === 'refresh_token' && isUse(request),
  )
  return { ...(used && { usedAt: used.at }), ...(renewed && { renewedAt: renewed.at }) }
}

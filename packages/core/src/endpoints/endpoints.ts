import type { Client } from '../client.ts'
import {
  type AuthorizationFlowOptions,
  createAuthorizationFlow,
} from '../flow/authorization-flow.ts'
import { checkedSecrets, type Notification } from '../notifications/notification.ts'
import { assertObject, assertOptionalObject, assertString, invalidValue } from '../option.ts'
import type { SellerTokens } from '../sellers/seller-tokens.ts'
import { type ApplicationOptions, applicationClient } from './application.ts'
import { type CallbackEndpoint, type CallbackRequest, createCallback } from './callback.ts'
import { type ConnectEndpoint, createConnect } from './connect.ts'
import { HeaderCookies } from './header-cookies.ts'
import { createNotificationsEndpoint, type NotificationsEndpoint } from './notifications.ts'
import { type MayBeNobody, type VisitorOptions, visitorRule } from './visitors.ts'

/** The options of the endpoints, besides those of the client and the flow. Every adapter has these options. */
export interface EndpointSettings extends Omit<AuthorizationFlowOptions, 'client'>, VisitorOptions {
  /** Where the tokens are kept: each seller who comes back is linked to the app's user. */
  sellers?: SellerTokens | undefined
  /** Permissions to ask for. Default: none named, so the application's own settings decide. */
  scope?: string | readonly string[] | undefined
  /** The path of the callback as the app sees it, where a proxy strips a prefix. Default: the path of the redirect URI. */
  callbackPath?: string | undefined
  /** The webhook secret of the application, from its panel; several while it is being replaced. */
  webhookSecret?: string | readonly string[] | undefined
  /** Called for each notification, of every topic, after what it says was confirmed. */
  onNotification?: ((notification: Notification) => void | Promise<void>) | undefined
}

/** Options of {@link createEndpoints}: those of an application, or its client. */
export interface EndpointsOptions extends ApplicationOptions, EndpointSettings {
  /** A client that is ready, in place of its options. */
  client?: Client | undefined
}

/** Decides what an HTTP request means, for every framework. An adapter only translates. */
export interface Endpoints {
  /** The client inside. */
  readonly client: Client
  /** The path that ends attempts. */
  readonly callbackPath: string
  /** Begins an attempt. */
  readonly connect: ConnectEndpoint
  /** Ends an attempt, and links its seller if there are `sellers`. */
  readonly callback: CallbackEndpoint
  /**
   * Whether the attempt that a callback would end was begun for this application. Of several that share a
   * callback it finds the one to ask. It proves nothing and uses nothing up.
   */
  readonly hasAttempt: (request: Pick<CallbackRequest, 'header' | 'query'>) => boolean
  /** Receives notifications; absent without a `webhookSecret` and `sellers`. */
  readonly notifications: NotificationsEndpoint | undefined
}

/**
 * Makes the endpoints of one application. They throw nothing: a failure is a reply whose `error` says
 * what it is.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function createEndpoints(options: EndpointsOptions): Endpoints {
  assertObject(options, 'options')
  assertOptionalObject(options.sellers, 'sellers')
  const client = clientOf(options)
  const { sellers, scope, signInBetween = false, clock } = options
  const { webhookSecret, onNotification } = options
  // The sellers' store also makes each attempt single use on all machines.
  const replayGuard = options.replayGuard ?? sellers
  const flow = createAuthorizationFlow({ ...options, client, ...(replayGuard && { replayGuard }) })
  const mayBeNobody = visitorRule(options, sellers !== undefined)
  // With `signInBetween` the visitor is not signed in yet.
  const mayStartAsNobody: MayBeNobody = (request) => signInBetween || mayBeNobody(request)
  const secret =
    webhookSecret === undefined ? undefined : checkedSecrets(webhookSecret, 'webhookSecret')
  const notifications =
    sellers !== undefined && secret !== undefined
      ? createNotificationsEndpoint({ secret, sellers, clock, onNotification })
      : undefined
  return Object.freeze({
    client,
    callbackPath: checkedPath(options.callbackPath) ?? new URL(client.redirectUri).pathname,
    connect: createConnect(flow, mayStartAsNobody, scope),
    callback: createCallback(client.clientId, flow, mayBeNobody, sellers),
    hasAttempt: ({ header, query }: Pick<CallbackRequest, 'header' | 'query'>) =>
      flow.hasAttempt({ cookies: new HeaderCookies(() => header('cookie')), query }),
    notifications,
  })
}

function clientOf(options: EndpointsOptions): Client {
  const client = options.client ?? applicationClient(options)
  const { sellers } = options
  if (sellers === undefined) return client
  assertObject(sellers.client, 'sellers.client')
  if (sellers.client.clientId === client.clientId) return client
  throw invalidValue('sellers', 'must be of the same application: its Client ID is another')
}

function checkedPath(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  assertString(path, 'callbackPath')
  if (!/^\/[^?#]*$/.test(path)) {
    throw invalidValue('callbackPath', 'must be a path that begins with /, without a query')
  }
  return path
}

import Router from '@koa/router'
import { Clock } from '../clock.ts'
import { addAssets } from '../endpoints/assets.ts'
import { showNotFound } from '../endpoints/not-found.ts'
import { refuseUnknownHost } from '../known-host.ts'
import { createKoaApp } from '../koa-app.ts'
import { Log } from '../log.ts'
import type { LoggedRequest } from '../logged-request.ts'
import { assertOption, assertPort } from '../option.ts'
import { originsOf } from '../registry/application-origins.ts'
import { logRequests, type NotedState } from '../request-log.ts'
import { close, listen, urlOf } from '../server.ts'
import type { Tls } from '../tls.ts'
import { addAuthorizationEndpoint } from './endpoints/authorization.tsx'
import {
  RedirectedError,
  readWso2AuthorizationRequest,
  type Wso2AuthorizationRequest,
} from './endpoints/authorization-request.ts'
import { allow, deny, refuse } from './endpoints/decision.ts'
import { addDiscovery } from './endpoints/discovery.ts'
import { addIntrospectionEndpoint } from './endpoints/introspection.ts'
import { addRevocationEndpoint } from './endpoints/revocation.ts'
import { addTokenEndpoint } from './endpoints/token.ts'
import { addUserInfoEndpoint } from './endpoints/user-info.ts'
import { idTokenSigner } from './grants/id-token.ts'
import { Wso2Ledger } from './grants/wso2-ledger.ts'
import type { Introspector } from './introspector.ts'
import { ErrorMessagePage } from './pages/error-message.tsx'
import {
  type Wso2Application,
  type Wso2ApplicationOptions,
  Wso2Applications,
} from './registry/application.ts'
import { testUsers, type Wso2User } from './registry/user.ts'

/** Options of `createWso2Sandbox()`. */
export interface Wso2SandboxOptions {
  /** Default: 0, any free port. */
  port?: number
  /** Address to listen on. Default: `127.0.0.1`, this machine only. */
  host?: string
  /** A key and its certificate, in PEM, to serve https as a real server does. Default: http. */
  tls?: Tls
  /** What the server's clock says at the start. Default: real time. */
  startAt?: Date
  /** Puts every endpoint below `/t/<tenant>`. Default: none. */
  tenant?: string
  /** Default: one application, `Feria`, without a callback URL. */
  applications?: readonly Wso2ApplicationOptions[]
  /** Who can sign in and consent. Default: three users. */
  users?: readonly Wso2User[]
  /** Whether credentials in the body are taken, too. Default: `false`, HTTP Basic alone. */
  clientSecretPost?: boolean
  /** Whether the authorization response carries `session_state` when `openid` was asked for. Default: `true`. */
  sessionState?: boolean
  /** Whether faults other than client and callback URL go back to the application. Default: `true`. */
  redirectErrors?: boolean
  /** Whose credentials introspection asks for. Default: `application`; the administrator is `admin`, `admin`. */
  introspector?: Introspector
}

/** A running WSO2 Identity Server of one's own. */
export interface Wso2Sandbox {
  /** Where the endpoints are, the tenant included, e.g. `http://127.0.0.1:9443/t/shop.example`. */
  readonly url: string
  /** The `baseUrl` of a client: the same without the tenant. */
  readonly baseUrl: string
  /** Absolute URLs. */
  readonly endpoints: {
    readonly authorizationEndpoint: string
    readonly tokenEndpoint: string
    readonly revocationEndpoint: string
    readonly introspectionEndpoint: string
    readonly userInfoEndpoint: string
  }
  /** Discovery is below it. */
  readonly issuer: string
  /** The first application. Its settings are live: change one, and the next request sees it. */
  readonly application: Wso2Application
  /** Who can sign in. */
  readonly users: readonly Wso2User[]
  /** Codes and tokens age by this clock. */
  readonly clock: Pick<Clock, 'now' | 'advance' | 'reset'>
  /** The last thousand requests, oldest first; grows as requests come. */
  readonly requests: readonly LoggedRequest[]
  /** Registers one more application. */
  addApplication(options: Wso2ApplicationOptions): Wso2Application
  /**
   * Says yes to an authorization URL as a user would, without a browser or a request. Rejects when the
   * user would see the server's error page.
   *
   * @param options.user - `sub` of the user. Default: the first one's.
   * @returns the URL that the browser would be sent to, which may carry an error.
   */
  approve(authorizationUrl: string | URL, options?: { user?: string | undefined }): Promise<string>
  /** Says no. Returns like `approve()`. */
  deny(authorizationUrl: string | URL): Promise<string>
  /** Stops listening and ends every connection at once. */
  close(): Promise<void>
}

/**
 * Starts a local server that behaves as a WSO2 Identity Server does.
 *
 * @throws TypeError with code `ERR_INVALID_ARG_VALUE` for an option that cannot be right.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function createWso2Sandbox(options: Wso2SandboxOptions = {}): Promise<Wso2Sandbox> {
  const { port = 0, host = '127.0.0.1', tls, introspector = 'application' } = options
  const { clientSecretPost = false, sessionState = true, redirectErrors = true } = options
  assertPort(port)
  const isKnown = introspector === 'application' || introspector === 'administrator'
  assertOption(isKnown, 'introspector', 'application or administrator')
  const tenantPath = tenantPathOf(options.tenant)
  const users = Object.freeze([...(options.users ?? testUsers)])
  const [firstUser] = users
  assertOption(firstUser !== undefined, 'users', 'at least one')
  assertOption(
    users.every(({ sub }) => typeof sub === 'string' && sub !== ''),
    'users',
    'users with a sub',
  )
  const applications = new Wso2Applications()
  const [application] = (options.applications ?? [{}]).map((each) => applications.add(each))
  assertOption(application !== undefined, 'applications', 'at least one')

  const clock = new Clock(options.startAt)
  const ledger = new Wso2Ledger(clock)
  const log = new Log<LoggedRequest>()
  const signer = await idTokenSigner()

  const router = new Router<NotedState>()
  const parts = { applications, users, ledger, clock, signer, tenantPath }
  const switches = { clientSecretPost, sessionState, redirectErrors, introspector }
  addAssets(router)
  addAuthorizationEndpoint(router, { ...parts, ...switches })
  addTokenEndpoint(router, { ...parts, ...switches })
  addRevocationEndpoint(router, { ...parts, ...switches })
  addIntrospectionEndpoint(router, { ...parts, ...switches })
  addUserInfoEndpoint(router, parts)
  addDiscovery(router, parts)
  const oauth2 = `${tenantPath}/oauth2`
  const names = ['authorize', 'authorize/consent', 'token', 'revoke', 'introspect', 'userinfo']
  const loggedPaths = names.map((name) => `${oauth2}/${name}`)
  const koa = createKoaApp()
  koa.use(logRequests(log, clock, loggedPaths))
  koa.use(refuseUnknownHost(host))
  const notFound = showNotFound((language) =>
    ErrorMessagePage({ language, reason: 'notFound', origins: originsOf(applications.all()) }),
  )
  koa.use(notFound).use(router.routes()).use(router.allowedMethods())
  const server = await listen(koa.callback(), port, host, tls)
  const baseUrl = urlOf(server, host, tls ? 'https' : 'http')
  const url = `${baseUrl}${tenantPath}`
  const authorizationEndpoint = `${url}/oauth2/authorize`

  function readRequest(authorizationUrl: string | URL): Wso2AuthorizationRequest {
    const { href, searchParams } = new URL(authorizationUrl)
    const isOurs = href.startsWith(`${authorizationEndpoint}?`)
    assertOption(isOurs, 'authorizationUrl', `a URL of this server's ${authorizationEndpoint}`)
    return readWso2AuthorizationRequest(searchParams, applications)
  }

  /** Decides, unless the server refuses first; it then tells the application, if it may. */
  function decided(
    authorizationUrl: string | URL,
    decide: (request: Wso2AuthorizationRequest) => string,
  ): string {
    try {
      return decide(readRequest(authorizationUrl))
    } catch (error) {
      if (error instanceof RedirectedError && redirectErrors) return refuse(error)
      throw error
    }
  }

  function findUser(sub: string): Wso2User {
    const user = users.find((each) => each.sub === sub)
    assertOption(user !== undefined, 'user', 'the sub of a test user')
    return user
  }

  return {
    url,
    baseUrl,
    endpoints: {
      authorizationEndpoint,
      tokenEndpoint: `${url}/oauth2/token`,
      revocationEndpoint: `${url}/oauth2/revoke`,
      introspectionEndpoint: `${url}/oauth2/introspect`,
      userInfoEndpoint: `${url}/oauth2/userinfo`,
    },
    issuer: `${url}/oauth2/token`,
    application,
    users,
    clock,
    requests: log.entries,
    addApplication: (each) => applications.add(each),
    async approve(authorizationUrl, { user = firstUser.sub } = {}) {
      const found = findUser(user)
      return decided(authorizationUrl, (request) => allow(request, found, ledger, sessionState))
    },
    async deny(authorizationUrl) {
      return decided(authorizationUrl, deny)
    },
    close: () => close(server),
  }
}

function tenantPathOf(tenant: string | undefined): string {
  if (tenant === undefined) return ''
  assertOption(/^[\w-][\w.-]*$/.test(tenant), 'tenant', 'a domain, such as shop.example')
  return `/t/${tenant}`
}

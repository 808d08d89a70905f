import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { Browser } from './browser.ts'
import { oidcMemory } from './oidc-memory.ts'
import { steadyServer } from './steady-server.ts'

/** Where the clients have their sellers sent back to; nothing listens there. */
export const oidcRedirectUri = 'http://127.0.0.1:1/callback'

/** A client that proves itself by HTTP Basic, changed by `changes`. */
export function oidcClient(changes: Partial<ClientMetadata> = {}): ClientMetadata {
  return {
    client_id: 'shop',
    client_secret: 'canary-client-secret-of-32-chars',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [oidcRedirectUri],
    ...changes,
  }
}

/** The user at the consent page. */
export interface Consent {
  /** Signs in as this one. Default `ana`. */
  account?: string
  /** Says no. Default `false`. */
  denies?: boolean
}

// Made once: an RSA key takes its time.
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })

/** The lives of all that is issued, in seconds. */
const seconds = 3600

const configuration: Configuration = {
  claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name'], email: ['email'] },
  clientAuthMethods: ['client_secret_basic'],
  cookies: { keys: ['the-key-of-its-cookies'] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true },
  },
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => ({
      sub,
      name: 'Ana Díaz',
      given_name: 'Ana',
      family_name: 'Díaz',
      email: 'ana@shop.example',
    }),
  }),
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  jwks: { keys: [{ ...key, kid: 'the-key', use: 'sig', alg: 'RS256' }] },
  pkce: { methods: ['S256'], required: () => true },
  renderError(ctx, { error }) {
    ctx.type = 'text'
    ctx.body = `refused (${error})`
  },
  rotateRefreshToken: true,
  ttl: {
    AccessToken: seconds,
    AuthorizationCode: seconds,
    Grant: seconds,
    IdToken: seconds,
    Interaction: seconds,
    RefreshToken: seconds,
    Session: seconds,
  },
}

/**
 * panva's certified authorization server on loopback: credentials by HTTP Basic, PKCE by S256 or nothing,
 * refresh tokens that work once, `iss` in every authorization response (RFC 9207), UserInfo, revocation
 * and introspection.
 */
export class OidcServer {
  readonly issuer: string
  /** Method and path of what it was asked, in order. */
  readonly requests: string[] = []
  readonly #server: Server
  readonly #provider: Provider

  private constructor(server: Server, clients: ClientMetadata[], changes: Configuration) {
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    this.#provider = new Provider(this.issuer, {
      ...configuration,
      adapter: oidcMemory(),
      clients,
      ...changes,
    })
    const handle = this.#provider.callback()
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const [path = ''] = (request.url ?? '').split('?', 1)
      this.requests.push(`${request.method} ${path}`)
      if (path.startsWith('/interaction/')) void this.#interact(request, response)
      else void handle(request, response)
    })
  }

  static async start(
    clients: ClientMetadata[] = [oidcClient()],
    changes: Configuration = {},
  ): Promise<OidcServer> {
    const server = steadyServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new OidcServer(server, clients, changes)
  }

  /** Goes to an authorization URL and through all its pages; the query that comes back to the client. */
  async consent(
    authorizationUrl: string | URL,
    { account = 'ana', denies = false }: Consent = {},
  ): Promise<URLSearchParams> {
    const browser = new Browser(this.issuer, { 'x-account': account, 'x-denies': String(denies) })
    let at = new URL(authorizationUrl)
    while (at.origin === this.issuer) {
      const { status, headers, body } = await browser.get(at.href)
      const location = headers.get('location')
      if (location === null) throw new Error(`${at.pathname} leads nowhere: ${status} ${body}`)
      at = new URL(location, at)
    }
    return at.searchParams
  }

  /** How often the token endpoint was asked. */
  get grants(): number {
    return this.requests.filter((request) => request === 'POST /token').length
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** The pages of sign-in and consent, as the headers of the browser would have them filled in. */
  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await this.#provider.interactionDetails(request, response)
    const account = String(request.headers['x-account'])
    const result =
      request.headers['x-denies'] === 'true'
        ? { error: 'access_denied', error_description: 'canary: the seller said no' }
        : prompt.name === 'login'
          ? { login: { accountId: account } }
          : { consent: { grantId: await this.#grant(session?.accountId, params) } }
    await this.#provider.interactionFinished(request, response, result)
  }

  async #grant(accountId: string | undefined, params: Record<string, unknown>): Promise<string> {
    const grant = new this.#provider.Grant({
      ...(accountId === undefined ? {} : { accountId }),
      clientId: String(params.client_id),
    })
    grant.addOIDCScope(String(params.scope))
    return await grant.save()
  }
}

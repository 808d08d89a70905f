import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { assertOption } from '../../option.ts'
import { filled, httpUrl, listOf, object, oneOf, type Reader, read } from '../../reading.ts'
import { secretsMatch } from '../../registry/credentials.ts'

/** A grant type that an application may be allowed. */
export type Wso2GrantType = (typeof allGrantTypes)[number]

const allGrantTypes = ['authorization_code', 'refresh_token', 'client_credentials'] as const

const defaultClaims = ['preferred_username', 'name', 'given_name', 'family_name', 'email']

const defaultClientId = 'FeriaWso2ClientKeyForTests'
const defaultClientSecret = 'FeriaWso2SecretNotARealSecret'

/** A service provider as WSO2's panel shows it. */
export interface Wso2ApplicationOptions {
  /** The OAuth Client Key. Default: a made-up one, or random for the second application. */
  clientId?: string
  /** Default: a made-up one, or random when the client key is not the default. */
  clientSecret?: string
  /** What the consent page calls it. Default: `Feria`. */
  name?: string
  /** The callback URLs, compared character by character. Default: none. */
  redirectUris?: readonly string[]
  /** The tick "PKCE Mandatory". Default: `true`; a real one begins unticked. */
  pkceMandatory?: boolean
  /** The tick "Support PKCE 'Plain' Transform Algorithm". Default: `false`. */
  supportPlain?: boolean
  /** Default: `authorization_code` and `refresh_token`. Without the latter there are no refresh tokens. */
  grantTypes?: readonly Wso2GrantType[]
  /** What the profile tells beside `sub`. Default: user name, names and email. */
  claims?: readonly string[]
}

/** A registered service provider. Its settings are live: change one, and the next request sees it. */
export interface Wso2Application {
  /** Fixed. */
  readonly clientId: string
  /** What the token endpoint takes from now on. */
  clientSecret: string
  /** What the consent page calls it. */
  name: string
  /** The registered callback URLs, compared character by character. */
  redirectUris: string[]
  /** *PKCE Mandatory*. */
  pkceMandatory: boolean
  /** *Support PKCE 'Plain' Transform Algorithm*. */
  supportPlain: boolean
  /** What the token endpoint allows it. */
  grantTypes: Wso2GrantType[]
  /** The claims about a user in the profile, besides `sub`. */
  claims: string[]
}

/** The service providers that this server knows. */
export class Wso2Applications {
  readonly #byClientId = new Map<string, Wso2Application>()

  add(options: Wso2ApplicationOptions): Wso2Application {
    const application = createApplication(options, this.#byClientId.has(defaultClientId))
    const isNew = !this.#byClientId.has(application.clientId)
    assertOption(isNew, 'clientId', 'unique: there is such an application already')
    this.#byClientId.set(application.clientId, application)
    return application
  }

  find(clientId: string): Wso2Application | undefined {
    return this.#byClientId.get(clientId)
  }

  all(): Wso2Application[] {
    return [...this.#byClientId.values()]
  }

  /** The application that these credentials belong to. */
  authenticate(clientId: string, clientSecret: string): Wso2Application | undefined {
    const application = this.find(clientId)
    return secretsMatch(application?.clientSecret ?? '', clientSecret) ? application : undefined
  }
}

const settingsReader: Reader<Wso2Application> = object({
  clientId: filled,
  clientSecret: filled,
  name: filled,
  redirectUris: listOf(httpUrl, 'absolute http or https URLs without a fragment'),
  pkceMandatory: v.boolean('true or false'),
  supportPlain: v.boolean('true or false'),
  grantTypes: listOf(oneOf(allGrantTypes), `some of ${allGrantTypes.join(', ')}`),
  claims: listOf(filled, 'names of claims'),
})

function createApplication(
  options: Wso2ApplicationOptions,
  isDefaultTaken: boolean,
): Wso2Application {
  const clientId = options.clientId ?? (isDefaultTaken ? random() : defaultClientId)
  const secret = clientId === defaultClientId ? defaultClientSecret : random()
  return read(settingsReader, {
    clientId,
    clientSecret: options.clientSecret ?? secret,
    name: options.name ?? 'Feria',
    redirectUris: options.redirectUris ?? [],
    pkceMandatory: options.pkceMandatory ?? true,
    supportPlain: options.supportPlain ?? false,
    grantTypes: options.grantTypes ?? ['authorization_code', 'refresh_token'],
    claims: options.claims ?? defaultClaims,
  })
}

function random(): string {
  return randomBytes(14).toString('hex')
}

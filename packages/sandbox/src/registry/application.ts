import { randomBytes, randomInt } from 'node:crypto'
import * as v from 'valibot'
import { assertOption } from '../option.ts'
import {
  filled,
  httpUrl,
  listOf,
  object,
  oneOf,
  type Reader,
  read,
  stringThat,
} from '../reading.ts'
import { secretsMatch } from './credentials.ts'
import {
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
} from './default-application.ts'
import { marketplaceOwner, type Seller } from './seller.ts'
import { startOf } from './start-url.ts'

export const allScopes = ['offline_access', 'read', 'write'] as const
const allFlows = ['authorization_code', 'client_credentials'] as const
export const pkceSettings = ['required', 'optional', 'off'] as const

/** A permission that an application asks for. */
export type Scope = (typeof allScopes)[number]
/** A flow of the panel's "Allow flow" setting. */
export type Flow = (typeof allFlows)[number]
/**
 * The panel's "Enable PKCE" switch: `required` is on, `off` is off, and `optional` lets each request
 * choose, which the real panel does not offer.
 */
export type PkceSetting = (typeof pkceSettings)[number]

/** An application as its page in Mercado Pago's panel shows it. */
export interface ApplicationOptions {
  /** Digits. Default: `defaultClientId`, or 16 random digits once that is taken. */
  clientId?: string
  /** Default: `defaultClientSecret`, or a random one when the id is not the default. */
  clientSecret?: string
  /** What the consent page calls it. Default: `Feria`. */
  name?: string
  /** The registered redirect URIs, compared character by character. Default: none. */
  redirectUris?: readonly string[]
  /** Default: `required`. The default of the real switch is not documented. */
  pkce?: PkceSetting
  /** Default: all. Without `offline_access` there are no refresh tokens. */
  scopes?: readonly Scope[]
  /** Default: both. */
  flows?: readonly Flow[]
  /** The account behind client_credentials tokens. Default: a made-up marketplace. */
  owner?: Seller
  /** Where notifications go: absolute, http or https, without a fragment. Default: none are sent. */
  webhookUrl?: string | undefined
  /** What they are signed with. Default: `defaultWebhookSecret`, or 64 random hex digits. */
  webhookSecret?: string
  /**
   * Where linking begins in the app: the control room sends the browser there to run an attempt again. On this
   * machine, or on the origin of a redirect URI. Default: none, and the attempt is begun by hand.
   */
  startUrl?: string | undefined
}

/** A registered application. Its settings are live: change one, and the next request sees it. */
export interface Application {
  /** Digits. Fixed. */
  readonly clientId: string
  /** What the token endpoint takes from now on. */
  clientSecret: string
  /** What the consent page calls it. */
  name: string
  /** The registered redirect URIs, compared character by character. */
  redirectUris: string[]
  /** The "Enable PKCE" switch. */
  pkce: PkceSetting
  /** What is granted; without `offline_access` there are no refresh tokens. */
  scopes: Scope[]
  /** What "Allow flow" allows. */
  flows: Flow[]
  /** The account behind client_credentials tokens. */
  owner: Seller
  /** Where notifications go; `undefined`: nowhere. */
  webhookUrl?: string | undefined
  /** What they are signed with. */
  webhookSecret: string
  /** Where linking begins in the app; `undefined`: not known. */
  startUrl?: string | undefined
}

/** Settings to change. */
export type ApplicationChanges = Omit<ApplicationOptions, 'clientId'>

/** The applications that this sandbox knows. */
export class Applications {
  readonly #byClientId = new Map<string, Application>()
  readonly #changed: (application: Application) => void

  /** @param changed - Receives each application that is added, or changed by `change()`. */
  constructor(changed: (application: Application) => void = () => {}) {
    this.#changed = changed
  }

  add(options: ApplicationOptions): Application {
    const isDefaultTaken = this.#byClientId.has(defaultClientId)
    const application = createApplication(options, isDefaultTaken)
    const isNew = !this.#byClientId.has(application.clientId)
    assertOption(isNew, 'clientId', 'unique: another application has it')
    this.#byClientId.set(application.clientId, application)
    this.#changed(application)
    return application
  }

  /** @throws TypeError with code `ERR_INVALID_ARG_VALUE`, and changes nothing. */
  change(clientId: string, changes: ApplicationChanges): Application {
    const application = this.find(clientId)
    assertOption(application !== undefined, 'clientId', 'the id of an application')
    Object.assign(application, readSettings({ ...application, ...changes, clientId }))
    this.#changed(application)
    return application
  }

  find(clientId: string): Application | undefined {
    return this.#byClientId.get(clientId)
  }

  all(): Application[] {
    return [...this.#byClientId.values()]
  }

  /** The application that these credentials belong to. */
  authenticate(clientId: string, clientSecret: string): Application | undefined {
    const application = this.find(clientId)
    return secretsMatch(application?.clientSecret ?? '', clientSecret) ? application : undefined
  }
}

const settingsReader: Reader<Application> = object({
  clientId: stringThat((value) => /^\d{1,32}$/.test(value), 'a string of digits'),
  clientSecret: filled,
  name: filled,
  redirectUris: listOf(httpUrl, 'absolute http or https URLs without a fragment'),
  pkce: oneOf(pkceSettings),
  scopes: listOf(oneOf(allScopes), `some of ${allScopes.join(', ')}`),
  flows: listOf(oneOf(allFlows), `some of ${allFlows.join(', ')}`),
  owner: v.custom<Seller>(() => true),
  webhookUrl: v.optional(httpUrl),
  webhookSecret: filled,
  startUrl: v.optional(httpUrl),
})

function readSettings(settings: unknown): Application {
  const application = read(settingsReader, settings)
  assertOption(
    application.startUrl === undefined || startOf(application) !== undefined,
    'startUrl',
    'on this machine, or on the origin of a redirect URI',
  )
  return application
}

/** @throws TypeError with code `ERR_INVALID_ARG_VALUE`. */
export function createApplication(
  options: ApplicationOptions,
  isDefaultTaken = false,
): Application {
  const clientId = options.clientId ?? (isDefaultTaken ? randomDigits(16) : defaultClientId)
  const isDefault = clientId === defaultClientId
  return readSettings({
    clientId,
    clientSecret:
      options.clientSecret ?? (isDefault ? defaultClientSecret : randomBytes(16).toString('hex')),
    name: options.name ?? 'Feria',
    redirectUris: options.redirectUris ?? [],
    pkce: options.pkce ?? 'required',
    scopes: options.scopes ?? allScopes,
    flows: options.flows ?? allFlows,
    owner: options.owner ?? marketplaceOwner,
    webhookUrl: options.webhookUrl,
    webhookSecret:
      options.webhookSecret ?? (isDefault ? defaultWebhookSecret : randomBytes(32).toString('hex')),
    startUrl: options.startUrl,
  })
}

function randomDigits(length: number): string {
  return Array.from({ length }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
}

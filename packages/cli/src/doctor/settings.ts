import type { Provider } from 'mercadopago-oauth'
import type { StoreNames } from '../store.ts'
import type { Terminal } from '../terminal.ts'

/** The settings to examine: values as the app would get them, neither trimmed nor checked. */
export interface DoctorSettings {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly redirectUri: string | undefined
  /** What the redirect URI should be: that of the panel, or of another environment. */
  readonly expectedRedirectUri: string | undefined
  /** Comma-separated. */
  readonly encryptionKeys: string | undefined
  /** Comma-separated. */
  readonly cookieSecrets: string | undefined
  readonly webhookSecret: string | undefined
  readonly provider: Provider
  /** The country of the consent page, such as `AR`; none for the generic page. */
  readonly country: string | undefined
  /** The marketplace site of the sellers, such as `MLA`. */
  readonly siteId: string | undefined
  /** Address of the token store; none: the store is not examined. */
  readonly store: string | undefined
  readonly storeNames: StoreNames
  /** As in the app's `SellerTokens`. Default: the provider's name. */
  readonly environment: string | undefined
  /** As in the app's `SellerTokens`: by it a renewal is overdue. */
  readonly renewBeforeDays: number
  /** For `HTTPS_PROXY` and `NO_PROXY`. */
  readonly env: Terminal['env']
  /** The system's folder for temporary files. */
  readonly temporaryFolder: string
  /** How long one request or connection may take, in milliseconds. */
  readonly timeoutMs: number
  /** Such as `20.19.0`. */
  readonly nodeVersion: string
  /** Whether the process checks certificates; `NODE_TLS_REJECT_UNAUTHORIZED=0` turns it off. */
  readonly checksCertificates: boolean
  readonly clock: () => Date
}

/** The values of a comma-separated list; spaces may follow a comma. */
export function listed(text: string): string[] {
  return text.split(/, */)
}

import type { Provider } from 'mercadopago-oauth'
import type { ApplicationSettings } from '../settings/settings.ts'

/** Where sellers consent, and the application that they consent to. */
export interface MercadoPago {
  readonly application: ApplicationSettings & { provider: Provider; clock: () => Date }
  /** Set when a sandbox stands in for the real one. */
  readonly sandboxUrl: string | undefined
  /** Where a seller signs out there, if that is known. */
  readonly signOutUrl: string | undefined
  /** How often to look for sellers that are due. */
  readonly sweepEveryMs: number
  /** `settleMs` of the sellers; the default, which is meant for real servers, where it is `undefined`. */
  readonly settleMs: number | undefined
  close(): Promise<void>
}

/** What a sandbox gives of it, in this process or another. */
export type SandboxPart = Pick<MercadoPago, 'application' | 'sandboxUrl' | 'close'>

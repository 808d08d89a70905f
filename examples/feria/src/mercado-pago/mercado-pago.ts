import { mercadoPago, type Provider } from 'mercadopago-oauth'
import { takePort } from '../server/port.ts'
import type { ApplicationSettings, Settings } from '../settings/settings.ts'
import { joinSandbox } from './joined-sandbox.ts'
import { startSandbox } from './own-sandbox.ts'

/** Where sellers consent, and the application that they consent to. */
export interface MercadoPago {
  readonly application: ApplicationSettings & { provider: Provider; clock: () => Date }
  /** Set when a sandbox stands in for the real one. */
  readonly sandboxUrl: string | undefined
  /** How often to look for sellers that are due. */
  readonly sweepEveryMs: number
  close(): Promise<void>
}

/** The real one if the environment names an application of it; else a sandbox, this process's own or another. */
export async function openMercadoPago(
  settings: Settings,
  redirectUri: string,
): Promise<MercadoPago> {
  const { application, sandboxPort, sandboxUrl, storage, lookEveryMs } = settings
  if (application !== undefined) return realMercadoPago(application)
  const stateFile = `${storage.sellersFile}.sandbox`
  const sandbox =
    sandboxUrl === undefined
      ? await takePort('SANDBOX_PORT', sandboxPort, (port) =>
          startSandbox({ port, redirectUri, stateFile }),
        )
      : await joinSandbox(sandboxUrl, redirectUri)
  // Its clock may be moved by months at any moment, and whoever moved it waits for what happens.
  return { ...sandbox, sweepEveryMs: lookEveryMs }
}

function realMercadoPago(application: ApplicationSettings): MercadoPago {
  return {
    application: { ...application, provider: mercadoPago(), clock: () => new Date() },
    sandboxUrl: undefined,
    sweepEveryMs: 6 * 60 * 60 * 1000,
    close: async () => {},
  }
}

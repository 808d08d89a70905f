import { mercadoPago } from 'mercadopago-oauth'
import { takePort } from '../server/port.ts'
import type { ApplicationSettings, Settings } from '../settings/settings.ts'
import { joinSandbox } from './joined-sandbox.ts'
import type { MercadoPago } from './mercado-pago.ts'
import { startSandbox } from './own-sandbox.ts'

/** Opens the real one if the environment names an application; else a sandbox, in this process or another. */
export async function openMercadoPago(
  settings: Settings,
  redirectUri: string,
): Promise<MercadoPago> {
  const { application, signOutUrl, sandboxPort, sandboxUrl, storage, lookEveryMs } = settings
  if (application !== undefined) return realMercadoPago(application, signOutUrl)
  const stateFile = `${storage.sellersFile}.sandbox`
  const sandbox =
    sandboxUrl === undefined
      ? await takePort('SANDBOX_PORT', sandboxPort, (port) =>
          startSandbox({ port, redirectUri, stateFile }),
        )
      : await joinSandbox(sandboxUrl, redirectUri)
  // Somebody may move its clock by months at any moment, and then waits for what happens.
  return { ...sandbox, signOutUrl: `${sandbox.sandboxUrl}/logout`, sweepEveryMs: lookEveryMs }
}

function realMercadoPago(
  application: ApplicationSettings,
  signOutUrl: string | undefined,
): MercadoPago {
  return {
    application: { ...application, provider: mercadoPago(), clock: () => new Date() },
    sandboxUrl: undefined,
    signOutUrl,
    sweepEveryMs: 6 * 60 * 60 * 1000,
    close: async () => {},
  }
}

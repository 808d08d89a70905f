import { mercadoPagoProvider } from 'mercadopago-oauth'
import { takePort } from '../server/port.ts'
import type { ApplicationSettings, Settings } from '../settings/settings.ts'
import { joinSandbox } from './joined-sandbox.ts'
import type { MercadoPago, SandboxPart } from './mercado-pago.ts'
import type { OwnSandboxParts } from './own-sandbox.ts'

/** A sandbox on this machine responds at once, and so does the file of the sellers. */
const sandboxSettleMs = 500

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
      ? await ownSandbox(sandboxPort, { redirectUri, stateFile })
      : await joinSandbox(sandboxUrl, redirectUri)
  return {
    ...sandbox,
    signOutUrl: `${sandbox.sandboxUrl}/logout`,
    // A user may move its clock by months or withdraw a seller at any time, and then waits for the effect.
    sweepEveryMs: lookEveryMs,
    settleMs: sandboxSettleMs,
  }
}

/** The sandbox is half of what an app loads, so only an app that runs one loads it. */
async function ownSandbox(
  wantedPort: number,
  parts: Omit<OwnSandboxParts, 'port'>,
): Promise<SandboxPart> {
  const { startSandbox } = await import('./own-sandbox.ts')
  return await takePort('SANDBOX_PORT', wantedPort, (port) => startSandbox({ port, ...parts }))
}

function realMercadoPago(
  application: ApplicationSettings,
  signOutUrl: string | undefined,
): MercadoPago {
  return {
    application: { ...application, provider: mercadoPagoProvider(), clock: () => new Date() },
    sandboxUrl: undefined,
    signOutUrl,
    sweepEveryMs: 6 * 60 * 60 * 1000,
    settleMs: undefined,
    close: async () => {},
  }
}

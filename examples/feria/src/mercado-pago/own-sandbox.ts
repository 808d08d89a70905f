import { mercadoPago } from 'mercadopago-oauth'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import type { MercadoPago } from './mercado-pago.ts'
import { notificationsPath, sandboxSweepEveryMs } from './sandbox.ts'

/** Starts a sandbox in this process. Feria goes by its clock: what is moved there is later here, too. */
export async function startSandbox(port: number, redirectUri: string): Promise<MercadoPago> {
  const webhookUrl = new URL(notificationsPath, redirectUri).href
  const registered = { redirectUris: [redirectUri], webhookUrl }
  const sandbox = await createSandbox({ port, applications: [registered] })
  const { clientId, clientSecret, webhookSecret } = sandbox.application
  const provider = { ...mercadoPago(), ...sandbox.endpoints }
  const clock = () => sandbox.clock.now()
  return {
    application: { clientId, clientSecret, redirectUri, webhookSecret, provider, clock },
    sandboxUrl: sandbox.url,
    sweepEveryMs: sandboxSweepEveryMs,
    close: () => sandbox.close(),
  }
}

import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sandboxProvider } from 'mercadopago-oauth'
import { createSandbox } from 'mercadopago-oauth-sandbox'
import type { SandboxPart } from './mercado-pago.ts'

/** What {@link startSandbox} needs. */
export interface OwnSandboxParts {
  /** 0 is any free one. */
  port: number
  redirectUri: string
  /** Where it keeps what it granted, so that linked sellers are still known to it when both start again. */
  stateFile: string
}

/** The path where the apps receive notifications. */
const notificationsPath = '/mercadopago/notifications'
/** Where linking begins: the sandbox sends the browser there to run an attempt again. */
const connectPath = '/mercadopago/connect'

/** Starts a sandbox in this process. Feria uses the sandbox's clock, so moving that clock also moves Feria's time. */
export async function startSandbox(parts: OwnSandboxParts): Promise<SandboxPart> {
  const { port, redirectUri, stateFile } = parts
  await mkdir(dirname(stateFile), { recursive: true })
  const webhookUrl = new URL(notificationsPath, redirectUri).href
  const startUrl = new URL(connectPath, redirectUri).href
  const registered = { redirectUris: [redirectUri], webhookUrl, startUrl }
  const sandbox = await createSandbox({ port, stateFile, applications: [registered] })
  const { clientId, clientSecret, webhookSecret } = sandbox.application
  const provider = sandboxProvider(sandbox.url)
  const clock = () => sandbox.clock.now()
  return {
    application: { clientId, clientSecret, redirectUri, webhookSecret, provider, clock },
    sandboxUrl: sandbox.url,
    close: () => sandbox.close(),
  }
}

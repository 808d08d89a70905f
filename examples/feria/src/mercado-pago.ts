import { mercadoPago, type Provider } from 'mercadopago-oauth'
import {
  createSandbox,
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
} from 'mercadopago-oauth-sandbox'
import type { ApplicationSettings } from './settings.ts'

/** Where sellers consent, and the application that they consent to. */
export interface MercadoPago {
  readonly application: ApplicationSettings & { provider: Provider }
  /** Set when a sandbox stands in for the real one. */
  readonly sandboxUrl: string | undefined
  close(): Promise<void>
}

/** Where the apps take in notifications. */
const notificationsPath = '/mercadopago/notifications'

export function realMercadoPago(application: ApplicationSettings): MercadoPago {
  return {
    application: { ...application, provider: mercadoPago() },
    sandboxUrl: undefined,
    close: async () => {},
  }
}

/** Starts a sandbox in this process. It forgets everybody when it ends. */
export async function startSandbox(port: number, redirectUri: string): Promise<MercadoPago> {
  const webhookUrl = new URL(notificationsPath, redirectUri).href
  const registered = { redirectUris: [redirectUri], webhookUrl }
  const sandbox = await createSandbox({ port, applications: [registered] })
  const { clientId, clientSecret, webhookSecret } = sandbox.application
  const provider = { ...mercadoPago(), ...sandbox.endpoints }
  return {
    application: { clientId, clientSecret, redirectUri, webhookSecret, provider },
    sandboxUrl: sandbox.url,
    close: () => sandbox.close(),
  }
}

/**
 * Uses a sandbox that runs already, as apps that share their sellers must. Its application is the default
 * one, with this app's redirect URI (and, for notifications, its webhook URL) registered.
 *
 * @throws Error one sentence when nothing answers there.
 */
export async function joinSandbox(sandboxUrl: string, redirectUri: string): Promise<MercadoPago> {
  const url = sandboxUrl.replace(/\/+$/, '')
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new Error(
      `SANDBOX_URL: nothing answers at ${url}. Start a sandbox with: npx mercadopago-oauth-sandbox --redirect-uri ${redirectUri}`,
      { cause },
    )
  }
  const provider = {
    ...mercadoPago(),
    authorizationEndpoint: `${url}/authorization`,
    tokenEndpoint: `${url}/oauth/token`,
    userInfoEndpoint: `${url}/users/me`,
  }
  return {
    application: {
      clientId: defaultClientId,
      clientSecret: defaultClientSecret,
      redirectUri,
      webhookSecret: defaultWebhookSecret,
      provider,
    },
    sandboxUrl: url,
    close: async () => {},
  }
}

import { sandboxProvider } from 'mercadopago-oauth'
import {
  defaultClientId,
  defaultClientSecret,
  defaultWebhookSecret,
} from 'mercadopago-oauth-sandbox/default-application'
import { JoinedClock } from './joined-clock.ts'
import type { SandboxPart } from './mercado-pago.ts'

/**
 * Uses a sandbox that runs already, as apps that share their sellers must. Its application is the default
 * one, with this app's redirect URI (and, for notifications, its webhook URL) registered.
 *
 * @throws Error with one sentence when no server responds there.
 */
export async function joinSandbox(sandboxUrl: string, redirectUri: string): Promise<SandboxPart> {
  const url = sandboxUrl.replace(/\/+$/, '')
  try {
    await fetch(url, { signal: AbortSignal.timeout(5_000) })
  } catch (cause) {
    throw new Error(
      `SANDBOX_URL: nothing responds at ${url}. Start a sandbox with: npx mercadopago-oauth-sandbox --redirect-uri ${redirectUri}`,
      { cause },
    )
  }
  const clock = new JoinedClock(url)
  await clock.follow()
  return {
    application: {
      clientId: defaultClientId,
      clientSecret: defaultClientSecret,
      redirectUri,
      webhookSecret: defaultWebhookSecret,
      provider: sandboxProvider(url),
      clock: () => clock.now(),
    },
    sandboxUrl: url,
    close: async () => clock.stop(),
  }
}

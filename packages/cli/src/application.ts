import { type Client, createClient } from 'mercadopago-oauth'
import { type ProviderValues, providerOf } from './provider.ts'
import { wayOut } from './proxy-agent.ts'
import type { Terminal } from './terminal.ts'

/** What a command knows of the application; it leaves out what it does not send. */
export interface ApplicationParts {
  clientId: string
  clientSecret?: string
  redirectUri?: string
}

/** The client of the application at the chosen provider. Throws what `providerOf` and `createClient` throw. */
export async function openClient(
  terminal: Terminal,
  values: ProviderValues,
  parts: ApplicationParts,
): Promise<Client> {
  const { env, clock } = terminal
  const provider = await providerOf(values, env)
  return createClient({ ...parts, ...wayOut(provider.tokenEndpoint, env), provider, clock })
}

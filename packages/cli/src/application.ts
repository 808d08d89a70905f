import { type Client, createClient } from 'mercadopago-oauth'
import { type ProviderValues, providerOf } from './provider.ts'
import type { Terminal } from './terminal.ts'

/** What a command knows of the application; the rest is not needed for what it does. */
export interface ApplicationParts {
  clientId?: string
  clientSecret?: string
  redirectUri?: string
}

/** A client wants all of them, also of a command that sends none. */
const unused: Required<ApplicationParts> = {
  clientId: 'unused',
  clientSecret: 'unused',
  redirectUri: 'https://unused.invalid/',
}

/** The client of the application at the provider that is meant. Throws what `providerOf` and `createClient` throw. */
export async function openClient(
  terminal: Terminal,
  values: ProviderValues,
  parts: ApplicationParts,
): Promise<Client> {
  const provider = await providerOf(values)
  return createClient({ ...unused, ...parts, provider, clock: terminal.clock })
}

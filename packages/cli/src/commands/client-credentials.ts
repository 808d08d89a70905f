import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { providerOptions } from '../provider.ts'
import { clientIdOf, clientIdOption, clientSecretOf } from '../settings.ts'
import { obtainTokens, tokenOptions } from '../tokens.ts'

/** Proves the credentials, without a seller. */
export const clientCredentials: Command = command({
  name: 'client-credentials',
  summary: "the application's own token",
  about: `Gets an access token of the application itself, valid for 6 hours.
Also a way to check the credentials.`,
  options: { ...clientIdOption, ...tokenOptions, ...providerOptions },
  async run(values, _argument, terminal) {
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      clientSecret: await clientSecretOf(terminal),
    })
    return await obtainTokens(terminal, values, () => client.clientCredentialsGrant())
  },
})

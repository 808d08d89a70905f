import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { providerOptions, providerUsage } from '../provider.ts'
import { clientIdOf, clientSecretOf } from '../settings.ts'
import { obtainTokens, tokenOptions, tokenUsage } from '../tokens.ts'

/** Proves the credentials, without a seller. */
export const clientCredentials: Command = command({
  name: 'client-credentials',
  summary: "the application's own token",
  usage: `Usage: mercadopago-oauth client-credentials [options]

Gets a token of the application itself, for 6 hours: also a way to see whether the credentials are
right.

  --client-id <id>      or MERCADOPAGO_CLIENT_ID
${tokenUsage}
${providerUsage}`,
  options: { 'client-id': { type: 'string' }, ...tokenOptions, ...providerOptions },
  async run(values, _positionals, terminal) {
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      clientSecret: await clientSecretOf(terminal),
    })
    return await obtainTokens(terminal, values, () => client.clientCredentialsGrant())
  },
})

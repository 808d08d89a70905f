import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { providerOptions, providerUsage } from '../provider.ts'
import { clientIdOf, clientSecretOf, redirectUriOf, secretOf } from '../settings.ts'
import { obtainTokens, tokenOptions, tokenUsage } from '../tokens.ts'

/** Spends a code. */
export const exchange: Command = command({
  name: 'exchange',
  summary: 'a code for the tokens of a seller',
  usage: `Usage: mercadopago-oauth exchange [options]

Spends the code of MERCADOPAGO_CODE with the verifier of MERCADOPAGO_CODE_VERIFIER. A code works
once, for 10 minutes. Without --out or --show-tokens the tokens are told of and thrown away.

  --client-id <id>      or MERCADOPAGO_CLIENT_ID
  --redirect-uri <url>  the one of the authorization URL; or MERCADOPAGO_REDIRECT_URI
${tokenUsage}
${providerUsage}`,
  options: {
    'client-id': { type: 'string' },
    'redirect-uri': { type: 'string' },
    ...tokenOptions,
    ...providerOptions,
  },
  async run(values, _positionals, terminal) {
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      redirectUri: redirectUriOf(terminal, values['redirect-uri']),
      clientSecret: await clientSecretOf(terminal),
    })
    const code = await secretOf(terminal, 'MERCADOPAGO_CODE', 'Code')
    const codeVerifier = await secretOf(terminal, 'MERCADOPAGO_CODE_VERIFIER', 'Code verifier')
    return await obtainTokens(terminal, values, () =>
      client.authorizationCodeGrant({ code, codeVerifier }),
    )
  },
})

import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { providerOptions } from '../provider.ts'
import {
  clientIdOf,
  clientIdOption,
  clientSecretOf,
  redirectUriOf,
  redirectUriOption,
  secretOf,
} from '../settings.ts'
import { obtainTokens, tokenOptions } from '../tokens.ts'

/** Spends a code. */
export const exchange: Command = command({
  name: 'exchange',
  summary: "exchange a code for a seller's tokens",
  about: `Exchanges the code in MERCADOPAGO_CODE with the verifier in MERCADOPAGO_CODE_VERIFIER.
A code works once, for 10 minutes. Without --out or --show-tokens the tokens are not kept.`,
  options: { ...clientIdOption, ...redirectUriOption, ...tokenOptions, ...providerOptions },
  async run(values, _argument, terminal) {
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

import { type TokenSet, UpstreamUnavailableError } from 'mercadopago-oauth'
import { openClient } from '../application.ts'
import { type Command, command, UsageError } from '../command.ts'
import { FailedError, sentenceOf } from '../failure.ts'
import { providerOptions } from '../provider.ts'
import { clientIdOf, clientIdOption, clientSecretOf, secretOf } from '../settings.ts'
import { obtainTokens, tokenOptions } from '../tokens.ts'

/** Uses a refresh token up. */
export const refresh: Command = command({
  name: 'refresh',
  summary: 'exchange a refresh token for the next pair',
  about: `Sends the refresh token in MERCADOPAGO_REFRESH_TOKEN and gets the next pair.
A refresh token works once. If you do not keep the response, the seller must link again. So --out or
--show-tokens is required. For a seller in a store, use "sellers renew".`,
  options: { ...tokenOptions, ...clientIdOption, ...providerOptions },
  async run(values, _argument, terminal) {
    if (values.out === undefined && !values['show-tokens']) {
      throw new UsageError(
        'A refresh token works once. Give --out or --show-tokens, so that the next one is not lost.',
      )
    }
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      clientSecret: await clientSecretOf(terminal),
    })
    const refreshToken = await secretOf(terminal, 'MERCADOPAGO_REFRESH_TOKEN', 'Refresh token')
    return await obtainTokens(terminal, values, () =>
      spent(() => client.refreshTokenGrant(refreshToken)),
    )
  },
})

async function spent(grant: () => Promise<TokenSet>): Promise<TokenSet> {
  try {
    return await grant()
  } catch (error) {
    if (!(error instanceof UpstreamUnavailableError) || !error.requestSent) throw error
    const what = sentenceOf(error).replace(/\.$/, '')
    throw new FailedError(
      `${what}. It may have received the refresh token, which then no longer works.`,
    )
  }
}

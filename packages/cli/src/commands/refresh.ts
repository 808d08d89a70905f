import { type TokenSet, UpstreamUnavailableError } from 'mercadopago-oauth'
import { openClient } from '../application.ts'
import { type Command, command, UsageError } from '../command.ts'
import { FailedError, sentenceOf } from '../failure.ts'
import { providerOptions, providerUsage } from '../provider.ts'
import { clientIdOf, clientSecretOf, secretOf } from '../settings.ts'
import { obtainTokens, tokenOptions, tokenUsage } from '../tokens.ts'

/** Spends a refresh token. */
export const refresh: Command = command({
  name: 'refresh',
  summary: 'a refresh token for the next pair',
  usage: `Usage: mercadopago-oauth refresh (--out <file> | --show-tokens) [options]

Spends the refresh token of MERCADOPAGO_REFRESH_TOKEN. It works once: whoever does not keep the
answer has lost the seller. So --out or --show-tokens is needed, and nothing is sent without. For a
seller in a store use "sellers renew".

${tokenUsage}
  --client-id <id>      or MERCADOPAGO_CLIENT_ID
${providerUsage}`,
  options: { 'client-id': { type: 'string' }, ...tokenOptions, ...providerOptions },
  async run(values, _positionals, terminal) {
    if (values.out === undefined && !values['show-tokens']) {
      throw new UsageError(
        'A refresh token works once: say where the next one goes, with --out or --show-tokens.',
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
    throw new FailedError(`${what}; it may have got the refresh token, which is spent then.`)
  }
}

import { ReauthorizationRequiredError, type SellerProfile, userInfo } from 'mercadopago-oauth'
import { type Command, command } from '../command.ts'
import { reportFacts } from '../facts.ts'
import { FailedError } from '../failure.ts'
import { type ProviderValues, providerOf, providerOptions } from '../provider.ts'
import { wayOut } from '../proxy-agent.ts'
import { secretOf } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

/** Asks for the profile. */
export const whoami: Command = command({
  name: 'whoami',
  summary: 'the account of an access token',
  about: `Prints the account that the access token in MERCADOPAGO_ACCESS_TOKEN belongs to.
The result is personal data.`,
  options: providerOptions,
  async run(values, _argument, terminal) {
    const { raw: _raw, json: _json, ...profile } = await profileOf(terminal, values)
    reportFacts(terminal, profile, [
      ['id', profile.id],
      ['name', profile.displayName],
      ['nickname', profile.nickname],
      ['email', profile.email],
      ['country', profile.countryId],
      ['site', profile.siteId],
    ])
    return 0
  },
})

async function profileOf(terminal: Terminal, values: ProviderValues): Promise<SellerProfile> {
  const { env } = terminal
  const provider = await providerOf(values, env)
  const { userInfoEndpoint } = provider
  if (userInfoEndpoint === undefined) {
    throw new FailedError('This provider has no endpoint for the profile of an account.')
  }
  const accessToken = await secretOf(terminal, 'MERCADOPAGO_ACCESS_TOKEN', 'Access token')
  try {
    return await userInfo({ provider, accessToken, ...wayOut(userInfoEndpoint, env) })
  } catch (error) {
    // Core speaks of a renewal there.
    if (!(error instanceof ReauthorizationRequiredError)) throw error
    throw new FailedError(
      'The access token is not accepted. It has expired, was revoked, or belongs to another provider.',
    )
  }
}

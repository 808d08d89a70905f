import { type Client, ReauthorizationRequiredError, type SellerProfile } from 'mercadopago-oauth'
import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { reportFacts } from '../facts.ts'
import { FailedError } from '../failure.ts'
import { providerOptions } from '../provider.ts'
import { secretOf } from '../settings.ts'

/** Asks for the profile. */
export const whoami: Command = command({
  name: 'whoami',
  summary: 'the account of an access token',
  about: `Prints the account that the access token in MERCADOPAGO_ACCESS_TOKEN belongs to.
The result is personal data.`,
  options: providerOptions,
  async run(values, _argument, terminal) {
    const client = await openClient(terminal, values, {})
    const accessToken = await secretOf(terminal, 'MERCADOPAGO_ACCESS_TOKEN', 'Access token')
    const { raw: _raw, json: _json, ...profile } = await profileOf(client, accessToken)
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

async function profileOf(client: Client, accessToken: string): Promise<SellerProfile> {
  try {
    return await client.userInfo(accessToken)
  } catch (error) {
    // Core speaks of a renewal there.
    if (!(error instanceof ReauthorizationRequiredError)) throw error
    throw new FailedError(
      'The access token is not accepted. It has expired, was revoked, or belongs to another provider.',
    )
  }
}

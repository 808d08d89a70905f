import { createPkcePair, createState } from 'mercadopago-oauth'
import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { reportFacts } from '../facts.ts'
import { providerOptions } from '../provider.ts'
import { clientIdOf, clientIdOption, redirectUriOf, redirectUriOption } from '../settings.ts'

/** Works offline, unless the provider is an issuer. */
export const authorizeUrl: Command = command({
  name: 'authorize-url',
  summary: 'the authorization URL, with its state and code verifier',
  about: `Prints the authorization URL, and the state and code verifier that belong to it.
The state must come back with the code. The verifier is secret: set MERCADOPAGO_CODE_VERIFIER to it
and run "exchange" within 10 minutes.`,
  options: {
    ...clientIdOption,
    ...redirectUriOption,
    scope: {
      type: 'string',
      value: 'text',
      about: 'permissions to ask for; may be repeated',
      multiple: true,
    },
    ...providerOptions,
  },
  async run(values, _argument, terminal) {
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      redirectUri: redirectUriOf(terminal, values['redirect-uri']),
    })
    const state = createState()
    const { codeVerifier, codeChallenge } = createPkcePair({
      method: client.provider.codeChallengeMethod,
    })
    const scope = values.scope?.join(' ') ?? ''
    const authorizationUrl = client.authorizationUrl({ state, codeChallenge, scope })
    reportFacts(terminal, { authorizationUrl, state, codeVerifier }, [
      ['authorization URL', authorizationUrl],
      ['state', state],
      ['code verifier', codeVerifier],
    ])
    return 0
  },
})

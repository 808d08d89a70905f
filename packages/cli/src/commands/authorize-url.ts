import { createPkcePair, createState } from 'mercadopago-oauth'
import { openClient } from '../application.ts'
import { type Command, command } from '../command.ts'
import { reportFacts } from '../facts.ts'
import { providerOptions, providerUsage } from '../provider.ts'
import { clientIdOf, redirectUriOf } from '../settings.ts'

/** Works offline, unless the provider is an issuer. */
export const authorizeUrl: Command = command({
  name: 'authorize-url',
  summary: "the consent page's address, with its state and verifier",
  usage: `Usage: mercadopago-oauth authorize-url [options]

Prints the address to open, and the state and the code verifier that belong to it. The state must
come back with the code; the verifier is secret and goes into MERCADOPAGO_CODE_VERIFIER for
"exchange", within 10 minutes.

  --client-id <id>      or MERCADOPAGO_CLIENT_ID
  --redirect-uri <url>  exactly as registered; or MERCADOPAGO_REDIRECT_URI
  --scope <text>        permissions to ask for; may be repeated
${providerUsage}
  --json                one JSON value`,
  options: {
    'client-id': { type: 'string' },
    'redirect-uri': { type: 'string' },
    scope: { type: 'string', multiple: true, default: [] },
    ...providerOptions,
  },
  async run(values, _positionals, terminal) {
    const client = await openClient(terminal, values, {
      clientId: clientIdOf(terminal, values['client-id']),
      redirectUri: redirectUriOf(terminal, values['redirect-uri']),
    })
    const state = createState()
    const { codeVerifier, codeChallenge } = createPkcePair({
      method: client.provider.codeChallengeMethod,
    })
    const scope = values.scope.join(' ')
    const authorizationUrl = client.authorizationUrl({ state, codeChallenge, scope })
    reportFacts(terminal, { authorizationUrl, state, codeVerifier }, [
      ['authorization URL', authorizationUrl],
      ['state', state],
      ['code verifier', codeVerifier],
    ])
    return 0
  },
})

import { createPkcePair } from 'mercadopago-oauth'
import { type Command, command, UsageError } from '../command.ts'
import { reportFacts } from '../facts.ts'

/** Works offline. */
export const pkce: Command = command({
  name: 'pkce',
  summary: 'a code verifier and its challenge',
  about: `Creates a code verifier and its challenge (RFC 7636). Nothing is sent.
The verifier is secret until the code is exchanged.`,
  options: {
    method: { type: 'string', value: 'method', about: 'S256 or plain', default: 'S256' },
    length: {
      type: 'string',
      value: 'number',
      about: 'characters of the verifier, 43 to 128',
      default: '43',
    },
  },
  async run({ method, length }, _argument, terminal) {
    if (method !== 'S256' && method !== 'plain') {
      throw new UsageError('--method must be S256 or plain.')
    }
    const pair = createPkcePair({ method, length: Number(length) })
    reportFacts(terminal, pair, [
      ['code verifier', pair.codeVerifier],
      ['code challenge', pair.codeChallenge],
      ['method', pair.codeChallengeMethod],
    ])
    return 0
  },
})

import { createPkcePair } from 'mercadopago-oauth'
import { type Command, command, UsageError } from '../command.ts'
import { reportFacts } from '../facts.ts'

/** Works offline. */
export const pkce: Command = command({
  name: 'pkce',
  summary: 'a code verifier and its challenge',
  usage: `Usage: mercadopago-oauth pkce [options]

Makes a code verifier and its challenge (RFC 7636). Nothing is sent. The verifier is secret
until the code is exchanged.

  --method <method>     S256 (default) or plain
  --length <number>     of the verifier, 43 (default) to 128
  --json                one JSON value`,
  options: {
    method: { type: 'string', default: 'S256' },
    length: { type: 'string', default: '43' },
  },
  async run({ method, length }, _positionals, terminal) {
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

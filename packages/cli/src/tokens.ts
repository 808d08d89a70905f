import type { TokenSet } from 'mercadopago-oauth'
import type { ExitCode } from './command.ts'
import type { CommandTerminal } from './command-terminal.ts'
import { reportFacts } from './facts.ts'
import { NewFile } from './new-file.ts'

/** Options of every command that gets tokens. */
export const tokenOptions = {
  out: {
    type: 'string',
    value: 'file',
    about: 'write the whole response to a new file that only you can read',
  },
  'show-tokens': { type: 'boolean', about: 'print the tokens', default: false },
} as const

/** The values of {@link tokenOptions}. */
export interface TokenValues {
  out?: string | undefined
  'show-tokens': boolean
}

/**
 * Gets tokens, stores them as the options say, and prints what they are. The first Ctrl-C is ignored
 * meanwhile, because the response exists only once.
 *
 * @returns the exit code.
 * @throws UsageError, before anything is sent, when the file cannot be created; and what the grant throws.
 */
export async function obtainTokens(
  terminal: CommandTerminal,
  { out, 'show-tokens': areShown }: TokenValues,
  grant: () => Promise<TokenSet>,
): Promise<ExitCode> {
  const file = out === undefined ? undefined : await NewFile.create(out)
  terminal.interruption()
  const tokens = await granted(grant, file)
  await file?.write(`${JSON.stringify(whole(tokens), undefined, 2)}\n`)
  const secrets = areShown ? secretsOf(tokens) : {}
  const { sellerId, expiresAt, scope, publicKey, liveMode, refreshToken } = tokens
  const hasRefreshToken = refreshToken !== undefined
  reportFacts(
    terminal,
    { sellerId, expiresAt, scope, publicKey, liveMode, hasRefreshToken, ...secrets, out },
    [
      ['seller', sellerId],
      ['ends', expiresAt.toISOString()],
      ['scope', scope.join(' ') || undefined],
      ['live mode', liveMode === undefined ? undefined : liveMode ? 'yes' : 'no'],
      ['public key', publicKey],
      ['access token', secrets.accessToken],
      ['refresh token', secrets.refreshToken ?? (hasRefreshToken ? 'yes' : 'no')],
      ['written to', out],
    ],
  )
  return 0
}

async function granted(
  grant: () => Promise<TokenSet>,
  file: NewFile | undefined,
): Promise<TokenSet> {
  try {
    return await grant()
  } catch (error) {
    await file?.remove()
    throw error
  }
}

function secretsOf({ accessToken, refreshToken }: TokenSet): {
  accessToken?: string
  refreshToken?: string | undefined
} {
  return { accessToken, refreshToken }
}

/** The response of the provider, and what we derived from it. */
function whole({ sellerId, expiresAt, response }: TokenSet): object {
  return { sellerId, expiresAt, response }
}

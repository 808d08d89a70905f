import type { TokenSet } from 'mercadopago-oauth'
import type { Terminal } from './command.ts'
import { reportFacts } from './facts.ts'
import { NewFile } from './new-file.ts'

/** Options of every command that gets tokens. */
export const tokenOptions = {
  out: { type: 'string' },
  'show-tokens': { type: 'boolean', default: false },
} as const

/** Their part of the help. */
export const tokenUsage = `  --out <file>          write the whole answer to a new file that only you may read
  --show-tokens         print the tokens
  --json                one JSON value`

/** What was given for {@link tokenOptions}. */
export interface TokenValues {
  out?: string | undefined
  'show-tokens': boolean
}

/**
 * Gets tokens, keeps them as was asked for, and tells what they are. A Ctrl-C meanwhile is not heard: the
 * answer exists once.
 *
 * @returns the exit code.
 * @throws UsageError, before anything is sent, when the file cannot be made; and what the grant throws.
 */
export async function obtainTokens(
  terminal: Terminal,
  { out, 'show-tokens': areShown }: TokenValues,
  grant: () => Promise<TokenSet>,
): Promise<number> {
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

/** What the provider sent, and what only we know of it. */
function whole({ sellerId, expiresAt, answer }: TokenSet): object {
  return { sellerId, expiresAt, answer }
}

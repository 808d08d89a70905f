import { randomBytes } from 'node:crypto'
import { parseEnv } from 'node:util'
import type { PlannedFile } from './planned-file.ts'

/** The sandbox's default application; its values are not secret. */
export const sandboxApplication = {
  MERCADOPAGO_CLIENT_ID: '4400123456789012',
  MERCADOPAGO_CLIENT_SECRET: 'FeriaSandboxSecretNotARealSecret',
} as const

const keyVariable = 'MERCADOPAGO_ENCRYPTION_KEYS'

/** Where the app and its sandbox are. */
export interface Addresses {
  /** The redirect URI. */
  readonly redirectUri: string
  /** The sandbox. */
  readonly sandbox: string
}

/** The variables in `.env` that the app reads, by name. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * `.env` with what is missing in it. A variable that has a value keeps it, and an application that is already
 * there is never sent to the sandbox.
 */
export function envFile(
  before: string | undefined,
  { redirectUri, sandbox }: Addresses,
): PlannedFile {
  const present = variablesOf(before)
  const hasApplication = Boolean(present.MERCADOPAGO_CLIENT_ID)
  const wanted = {
    ...(hasApplication ? {} : { ...sandboxApplication, MERCADOPAGO_SANDBOX: sandbox }),
    MERCADOPAGO_REDIRECT_URI: redirectUri,
    MERCADOPAGO_STORE: 'file:sellers.db',
    [keyVariable]: randomBytes(32).toString('base64'),
  }
  const missing = Object.entries(wanted).filter(([name]) => !present[name])
  const added = missing.map(([name, value]) => `${name}=${value}`)
  return {
    path: '.env',
    before,
    after: appended(before, added),
    mode: 0o600,
    // The rest of an existing file stays unseen: it holds the secrets of the app.
    shown: missing.map(
      ([name, value]) =>
        `+${name}=${name === keyVariable ? '(32 random bytes, not shown)' : value}`,
    ),
  }
}

/** What a `.env` sets. */
export function variablesOf(text: string | undefined): Variables {
  return parseEnv(text ?? '')
}

/** The text with these lines at its end. */
export function appended(text: string | undefined, lines: readonly string[]): string {
  if (lines.length === 0) return text ?? ''
  const before = text ?? ''
  const separator = before === '' || before.endsWith('\n') ? '' : '\n'
  return `${before}${separator}${lines.join('\n')}\n`
}

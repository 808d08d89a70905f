import { type Terminal, UsageError } from './command.ts'
import type { StoreNames } from './store.ts'
import { hasPassword, type StoreAddress, storeAddress } from './store.ts'

/** Options of every command that works with linked sellers' records. */
export const storeOptions = {
  store: { type: 'string' },
  table: { type: 'string' },
  schema: { type: 'string' },
  prefix: { type: 'string' },
} as const

/** Their part of the help. */
export const storeUsage = `  --store <url>         postgres://…, redis://…, file:sellers.db or a path; or MERCADOPAGO_STORE,
                        where a URL with a password belongs
  --table <name>        the sellers' table, if it is not mercadopago_sellers
  --schema <name>       its schema in PostgreSQL
  --prefix <text>       of the keys in Redis, if it is not mercadopago`

/**
 * The Client ID.
 *
 * @throws UsageError
 */
export function clientIdOf(terminal: Terminal, value: string | undefined): string {
  return required(terminal, value, 'MERCADOPAGO_CLIENT_ID', '--client-id')
}

/**
 * The redirect URI.
 *
 * @throws UsageError
 */
export function redirectUriOf(terminal: Terminal, value: string | undefined): string {
  return required(terminal, value, 'MERCADOPAGO_REDIRECT_URI', '--redirect-uri')
}

/**
 * A secret from the environment, else from whoever sits there.
 *
 * @throws UsageError naming the variable.
 */
export async function secretOf(
  terminal: Terminal,
  variable: string,
  question: string,
): Promise<string> {
  const given = terminal.env[variable]
  if (given) return given
  if (!terminal.isInteractive) {
    throw new UsageError(`${variable} is missing: set it, or run this on a terminal to be asked.`)
  }
  const typed = await terminal.ask(`${question}: `)
  if (typed === '') throw new UsageError('Nothing was typed.')
  return typed
}

/** The application's Client Secret. Throws what `secretOf` throws. */
export function clientSecretOf(terminal: Terminal): Promise<string> {
  return secretOf(terminal, 'MERCADOPAGO_CLIENT_SECRET', 'Client Secret')
}

/** The keys that seal the tokens: the first seals, all open. Throws what `secretOf` throws. */
export async function encryptionKeysOf(terminal: Terminal): Promise<string[]> {
  const text = await secretOf(terminal, 'MERCADOPAGO_ENCRYPTION_KEYS', 'Encryption keys')
  return text.split(',').map((key) => key.trim())
}

/**
 * Where the sellers are.
 *
 * @throws UsageError
 */
export function storeAddressOf(terminal: Terminal, value: string | undefined): StoreAddress {
  const address = storeAddress(required(terminal, value, 'MERCADOPAGO_STORE', '--store'))
  if (value !== undefined && hasPassword(address)) {
    throw new UsageError(
      'Everybody on this machine can read arguments, so put a store with a password into MERCADOPAGO_STORE.',
    )
  }
  return address
}

/** What is called otherwise there. */
export function storeNamesOf({ table, schema, prefix }: StoreNames): StoreNames {
  return { table, schema, prefix }
}

function required(
  { env }: Terminal,
  value: string | undefined,
  variable: string,
  option: string,
): string {
  const given = value ?? env[variable]
  if (given) return given
  throw new UsageError(`${variable} is missing: set it, or give ${option}.`)
}

import { UsageError } from './command.ts'
import { edgeOf } from './edge.ts'
import { hasPassword, type StoreAddress, type StoreNames, storeAddress } from './store.ts'
import type { Terminal } from './terminal.ts'

/** The application, for every command that needs one. */
export const clientIdOption = {
  'client-id': { type: 'string', value: 'id', about: 'Client ID; or MERCADOPAGO_CLIENT_ID' },
} as const

/** The redirect URI, for every command that sends it. */
export const redirectUriOption = {
  'redirect-uri': {
    type: 'string',
    value: 'url',
    about: 'redirect URI, exactly as registered; or MERCADOPAGO_REDIRECT_URI',
  },
} as const

/** Options of every command that uses a token store. */
export const storeOptions = {
  store: {
    type: 'string',
    value: 'url',
    about: 'postgres://…, mysql://…, redis://… or a file; or MERCADOPAGO_STORE',
  },
  table: {
    type: 'string',
    value: 'name',
    about: 'table of the sellers in an SQL database',
    default: 'mercadopago_sellers',
  },
  schema: { type: 'string', value: 'name', about: 'schema of that table in PostgreSQL' },
  prefix: {
    type: 'string',
    value: 'text',
    about: 'prefix of the keys in Redis',
    default: 'mercadopago',
  },
} as const

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
 * A secret from the environment, else typed on the terminal.
 *
 * @throws UsageError naming the variable.
 */
export async function secretOf(
  terminal: Terminal,
  variable: string,
  question: string,
): Promise<string> {
  const given = terminal.env[variable]
  if (given) return withoutEdge(given, variable)
  if (!terminal.isInteractive) {
    throw new UsageError(`${variable} is missing: set it, or run this on a terminal to be asked.`)
  }
  const typed = await terminal.ask(`${question}: `)
  if (!typed) throw new UsageError('Nothing was typed.')
  return withoutEdge(typed, question)
}

/** The application's Client Secret. Throws what `secretOf` throws. */
export function clientSecretOf(terminal: Terminal): Promise<string> {
  return secretOf(terminal, 'MERCADOPAGO_CLIENT_SECRET', 'Client Secret')
}

/** The encryption keys: the first encrypts, all decrypt. Throws what `secretOf` throws. */
export async function encryptionKeysOf(terminal: Terminal): Promise<string[]> {
  const text = await secretOf(terminal, 'MERCADOPAGO_ENCRYPTION_KEYS', 'Encryption keys')
  return text.split(',').map((key) => key.trim())
}

/**
 * The address of the store.
 *
 * @throws UsageError
 */
export function storeAddressOf(terminal: Terminal, value: string | undefined): StoreAddress {
  const address = storeAddress(required(terminal, value, 'MERCADOPAGO_STORE', '--store'))
  if (value !== undefined && hasPassword(address)) {
    throw new UsageError(
      'Everybody on this machine can read arguments. Set MERCADOPAGO_STORE instead for a store with a password.',
    )
  }
  return address
}

/** The names of tables and keys in the store. */
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
  if (given) return withoutEdge(given, value === undefined ? variable : option)
  throw new UsageError(`${variable} is missing: set it, or give ${option}.`)
}

/** A code works once: it is not sent with a line break that came from a file. */
function withoutEdge(value: string, name: string): string {
  const edge = edgeOf(value)
  if (edge === undefined) return value
  throw new UsageError(`${name} ${edge}: remove it.`)
}

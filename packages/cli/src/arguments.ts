import { parseArgs } from 'node:util'
import { type Command, type Options, UsageError, type Values } from './command.ts'
import { optionsOf } from './help.ts'
import { nearest } from './nearest.ts'

/** Options that people may try, and the variable where their secret belongs. */
const secretOptions: Readonly<Record<string, string>> = {
  'client-secret': 'MERCADOPAGO_CLIENT_SECRET',
  secret: 'MERCADOPAGO_CLIENT_SECRET',
  code: 'MERCADOPAGO_CODE',
  'code-verifier': 'MERCADOPAGO_CODE_VERIFIER',
  verifier: 'MERCADOPAGO_CODE_VERIFIER',
  'access-token': 'MERCADOPAGO_ACCESS_TOKEN',
  token: 'MERCADOPAGO_ACCESS_TOKEN',
  'refresh-token': 'MERCADOPAGO_REFRESH_TOKEN',
  'encryption-key': 'MERCADOPAGO_ENCRYPTION_KEYS',
  'encryption-keys': 'MERCADOPAGO_ENCRYPTION_KEYS',
  key: 'MERCADOPAGO_ENCRYPTION_KEYS',
  keys: 'MERCADOPAGO_ENCRYPTION_KEYS',
  'cookie-secret': 'MERCADOPAGO_COOKIE_SECRETS',
  'cookie-secrets': 'MERCADOPAGO_COOKIE_SECRETS',
  'webhook-secret': 'MERCADOPAGO_WEBHOOK_SECRET',
  password: 'MERCADOPAGO_STORE',
}

/** The arguments after the name of a command. */
export interface Arguments {
  readonly values: Values
  readonly argument: string | undefined
}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError one sentence that shows no value: any value may be a secret in the wrong place.
 */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const options = optionsOf(command)
  // Not strict: Node's own sentences would quote what was typed.
  const { values, positionals, tokens } = parseArgs({
    options,
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) if (token.kind === 'option') assertOption(options, token)
  const most = command.argument === undefined ? 0 : 1
  // With --help, other mistakes do not matter.
  if (!values.help && positionals.length > most) throw new UsageError(tooMany(command))
  return { values, argument: positionals[0] }
}

/** An option as it was typed. */
interface Typed {
  readonly name: string
  readonly value?: string | undefined
  /** Whether the value followed a `=`. */
  readonly inlineValue?: boolean | undefined
}

function assertOption(options: Options, { name, value, inlineValue }: Typed): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined) throw new UsageError(unknownOption(name, Object.keys(options)))
  if (option.type === 'boolean' && value !== undefined) {
    throw new UsageError(`--${name} takes no value.`)
  }
  if (option.type === 'string' && value === undefined) {
    throw new UsageError(`--${name} needs a value.`)
  }
  if (inlineValue === false && value?.startsWith('-')) {
    throw new UsageError(
      `--${name} needs a value. Write --${name}=… for a value that begins with a dash.`,
    )
  }
}

function unknownOption(name: string, known: readonly string[]): string {
  const variable = Object.hasOwn(secretOptions, name) ? secretOptions[name] : undefined
  if (variable !== undefined) {
    return `--${name} is not an option, because everybody on this machine can read arguments. Set ${variable} instead.`
  }
  const near = nearest(name.toLowerCase(), known)
  if (near !== undefined) return `Unknown option ${dashed(name)}: did you mean --${near}?`
  if (isOptionName(name)) return `Unknown option ${dashed(name)}.`
  return 'Unknown option. It is not shown, because it may be a secret that begins with a dash.'
}

/** Secrets have digits or capital letters. */
function isOptionName(name: string): boolean {
  return /^[a-z]+(-[a-z]+)*$/.test(name) && name.length <= longestName
}

const longestName = 30

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}

function tooMany({ name, argument }: Command): string {
  const takes = argument === undefined ? 'no arguments' : 'one argument'
  return `${name} takes ${takes} besides its options.`
}

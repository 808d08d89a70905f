import { parseArgs } from 'node:util'
import { type Command, type Options, UsageError, type Values } from './command.ts'
import { nearest } from './nearest.ts'

const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/** Options that somebody may try, and where their secret belongs. */
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

/** What was typed after the name of a command. */
export interface Arguments {
  values: Values
  positionals: readonly string[]
}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError one sentence that shows no value: any of them may be a secret in the wrong place.
 */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const options: Options = { ...command.options, ...common }
  assertKnown(options, args)
  const { values, positionals } = parsed({ options, args: [...args], allowPositionals: true })
  // Somebody who asks for help need not have everything right.
  if (!values.help && positionals.length > (command.positionals ?? 0)) {
    throw new UsageError(tooMany(command))
  }
  return { values, positionals }
}

function assertKnown(options: Options, args: readonly string[]): void {
  const { tokens } = parseArgs({
    ...{ options, args: [...args], allowPositionals: true, strict: false, tokens: true },
  })
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      throw new UsageError(unknownOption(token.name, Object.keys(options)))
    }
  }
}

function unknownOption(name: string, known: readonly string[]): string {
  const variable = Object.hasOwn(secretOptions, name) ? secretOptions[name] : undefined
  if (variable !== undefined) {
    return `--${name} is not an option: everybody on this machine can read arguments, so put it into ${variable}.`
  }
  const near = nearest(name, known)
  // An unknown name that is near nothing may be a secret that begins with a dash.
  return near === undefined ? 'Unknown option.' : `Unknown option: did you mean --${near}?`
}

function parsed(config: Parameters<typeof parseArgs>[0]): Arguments {
  try {
    return parseArgs(config)
  } catch (error) {
    // Node names the option and never its value; the further lines are advice.
    const [sentence] = error instanceof Error ? error.message.split('\n') : ['']
    throw new UsageError(`${sentence?.replace(/\.$/, '')}.`)
  }
}

function tooMany({ name, positionals = 0 }: Command): string {
  const takes = positionals === 0 ? 'no arguments' : `${positionals} argument`
  return `${name} takes ${takes} beside its options.`
}

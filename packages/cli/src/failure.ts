import { MercadoPagoOAuthError, ReauthorizationRequiredError } from 'mercadopago-oauth'
import { UsageError } from './command.ts'

/** How a command ends that threw. */
export interface Failure {
  exitCode: 1 | 2
  /** One sentence, without a stack and without a secret. */
  sentence: string
}

/** The names of options in core, and their names on the command line. */
const names: Readonly<Record<string, string>> = {
  baseUrl: '--base-url',
  clientId: '--client-id',
  clientSecret: 'MERCADOPAGO_CLIENT_SECRET',
  code: 'MERCADOPAGO_CODE',
  codeVerifier: 'MERCADOPAGO_CODE_VERIFIER',
  country: '--country',
  encryptionKeys: 'MERCADOPAGO_ENCRYPTION_KEYS',
  environment: '--environment',
  issuer: '--provider',
  length: '--length',
  needs: '--needs',
  prefix: '--prefix',
  redirectUri: '--redirect-uri',
  schema: '--schema',
  sellerId: 'the seller',
  table: '--table',
  tenant: '--tenant',
  // Only the address of a sandbox is called so.
  url: '--sandbox',
}

/** The failure of a command. Messages that are not known to be constant are not shown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { exitCode: 2, sentence: error.message }
  if (error instanceof FailedError) return { exitCode: 1, sentence: error.message }
  if (error instanceof MercadoPagoOAuthError) return { exitCode: 1, sentence: sentenceOf(error) }
  if (isArgumentMistake(error)) return { exitCode: 2, sentence: inOurWords(error) }
  return { exitCode: 1, sentence: `An unexpected error ended the command (${reasonOf(error)}).` }
}

/** A failure that has its own sentence, which shows nothing secret. */
export class FailedError extends Error {
  override readonly name = 'FailedError'
}

/** The code, the message of core, and what is known underneath. */
export function sentenceOf(error: MercadoPagoOAuthError): string {
  const details = [
    error instanceof ReauthorizationRequiredError ? error.reason : undefined,
    error.upstreamStatus === undefined ? undefined : `HTTP ${error.upstreamStatus}`,
    upstreamErrorOf(error),
    codeIn(error.cause),
  ].filter((detail) => detail !== undefined)
  const said = details.length === 0 ? '' : ` (${details.join(', ')})`
  return `${error.code}: ${error.message.replace(/\.$/, '')}${said}.`
}

/** A code such as `ECONNREFUSED` of an error or of what caused it; else what kind of error it is. */
export function reasonOf(error: unknown): string {
  return codeIn(error) ?? (error instanceof Error ? error.constructor.name : typeof error)
}

/** A real one is a few words. A server could put there what it was sent, and secrets have digits. */
function upstreamErrorOf({ upstreamError }: MercadoPagoOAuthError): string | undefined {
  return upstreamError !== undefined && /^[a-z_]{1,32}$/.test(upstreamError)
    ? upstreamError
    : undefined
}

function codeIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code } = error as { code?: unknown }
  const isCode = typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code)
  return isCode ? code : codeIn(error.cause)
}

interface ArgumentMistake extends TypeError {
  /** The name of the option or argument, where the package says it. */
  option?: string
}

function isArgumentMistake(error: unknown): error is ArgumentMistake {
  if (!(error instanceof TypeError)) return false
  const { code } = error as { code?: unknown }
  return code === 'ERR_INVALID_ARG_TYPE' || code === 'ERR_INVALID_ARG_VALUE'
}

/** The message, with the name that was typed in place of the option's. */
function inOurWords(mistake: ArgumentMistake): string {
  const { message } = mistake
  const option = optionOf(mistake)
  const name = names[option.split('.', 1)[0] ?? '']
  return name === undefined ? `${message}.` : `${name}${message.slice(`"${option}"`.length)}.`
}

/** The stores name it in the message alone: first, in quotes. */
function optionOf({ option, message }: ArgumentMistake): string {
  if (option !== undefined) return option
  return message.startsWith('"') ? (message.split('"', 2)[1] ?? '') : ''
}

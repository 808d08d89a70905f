import type { Command } from './command.ts'

const exitCodes = `Exit codes: 0 done, 1 failed or found faults, 2 used wrongly.`

/** What `mercadopago-oauth --help` prints. */
export function overview(commands: readonly Command[]): string {
  return `Mercado Pago OAuth on the command line.

Usage: mercadopago-oauth <command> [options]

${summaries(commands)}

  <command> --help      the options of a command
  --version

Secrets come from the environment, or are asked for on a terminal; never from an argument:
MERCADOPAGO_CLIENT_SECRET, MERCADOPAGO_CODE, MERCADOPAGO_CODE_VERIFIER,
MERCADOPAGO_ACCESS_TOKEN, MERCADOPAGO_REFRESH_TOKEN, MERCADOPAGO_ENCRYPTION_KEYS.

${exitCodes}`
}

/** What `mercadopago-oauth <command> --help` prints. */
export function commandHelp({ usage }: Command): string {
  return `${usage}\n\n${exitCodes}`
}

/** The commands that share a first word. */
export function groupHelp(group: string, commands: readonly Command[]): string {
  return `Usage: mercadopago-oauth ${group} <command> [options]

${summaries(commands)}

${exitCodes}`
}

function summaries(commands: readonly Command[]): string {
  const width = Math.max(20, ...commands.map(({ name }) => name.length))
  return commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')
}

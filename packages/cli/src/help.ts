import type { Command, Option, Options } from './command.ts'

const exitCodes = 'Exit codes: 0 done, 1 failed or found faults, 2 used wrongly.'

/** Options of every command. */
const commonOptions = {
  json: { type: 'boolean', about: 'print the result as JSON' },
  help: { type: 'boolean', short: 'h', about: 'print this help' },
} as const

/** All options of a command, in the order of its help. */
export function optionsOf(command: Command): Options {
  return { ...command.options, ...commonOptions }
}

/** The lines of `mercadopago-oauth --help`. */
export function overview(commands: readonly Command[]): string[] {
  return [
    'Mercado Pago OAuth on the command line.',
    '',
    'Usage: mercadopago-oauth <command> [options]',
    '',
    ...summaries(commands),
    '',
    ...table([
      ['<command> --help', 'print the options of a command'],
      ['--version', 'print the version'],
    ]),
    '',
    'Secrets come from the environment or are asked for on a terminal. They are never arguments:',
    'MERCADOPAGO_CLIENT_SECRET, MERCADOPAGO_CODE, MERCADOPAGO_CODE_VERIFIER,',
    'MERCADOPAGO_ACCESS_TOKEN, MERCADOPAGO_REFRESH_TOKEN, MERCADOPAGO_ENCRYPTION_KEYS.',
    '',
    exitCodes,
  ]
}

/** The lines of `mercadopago-oauth <command> --help`. */
export function commandHelp(command: Command): string[] {
  const { name, argument, about } = command
  const typed = argument === undefined ? name : `${name} ${argument}`
  return [
    `Usage: mercadopago-oauth ${typed} [options]`,
    '',
    ...about.split('\n'),
    '',
    ...table(Object.entries(optionsOf(command)).map(([name, option]) => rowOf(name, option))),
    '',
    exitCodes,
  ]
}

/** The lines about the commands that share a first word. */
export function groupHelp(group: string, commands: readonly Command[]): string[] {
  return [
    `Usage: mercadopago-oauth ${group} <command> [options]`,
    '',
    ...summaries(commands),
    '',
    exitCodes,
  ]
}

function summaries(commands: readonly Command[]): string[] {
  return table(commands.map(({ name, summary }) => [name, summary]))
}

type Row = readonly [term: string, about: string]

function rowOf(name: string, option: Option): Row {
  const short = option.short === undefined ? '' : `, -${option.short}`
  const value = option.value === undefined ? '' : ` <${option.value}>`
  const byDefault = typeof option.default === 'string' ? `; default ${option.default}` : ''
  return [`--${name}${short}${value}`, `${option.about}${byDefault}`]
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([term]) => term.length))
  return rows.map(([term, about]) => `  ${term.padEnd(width)}  ${about}`)
}

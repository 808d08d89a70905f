import { readFileSync } from 'node:fs'
import { readArguments } from './arguments.ts'
import type { Command, ExitCode } from './command.ts'
import { CommandTerminal } from './command-terminal.ts'
import { commands } from './commands.ts'
import { failureOf } from './failure.ts'
import { commandHelp, groupHelp, overview } from './help.ts'
import { nearest } from './nearest.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs one command of `mercadopago-oauth` inside this process.
 *
 * It prints, asks and reads environment variables through the terminal alone, and never ends the process.
 * No text that it prints can steer a terminal.
 *
 * @param args - what is typed after `mercadopago-oauth`, such as `['sellers', 'list', '--json']`.
 * @returns the exit code: 0 done, 1 failed or found faults, 2 used wrongly. It does not reject: a failure is
 * one sentence on the terminal, without a stack and without a secret.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const command = commands.find(({ name }) =>
    name.split(' ').every((word, index) => args[index] === word),
  )
  if (command === undefined) return withoutCommand(args, terminal)
  const own = args.slice(command.name.split(' ').length)
  return await runCommand(command, own, terminal)
}

async function runCommand(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    const { values, argument } = readArguments(command, args)
    const own = new CommandTerminal(terminal, values.json === true)
    if (!values.help) return await command.run(values, argument, own)
    for (const line of commandHelp(command)) terminal.out(line)
    return 0
  } catch (error) {
    const { exitCode, sentence } = failureOf(error)
    terminal.err(printable(sentence))
    if (exitCode === 2) terminal.err(`See mercadopago-oauth ${command.name} --help`)
    return exitCode
  }
}

/** Prints the help, the version, or the command that was probably intended. */
function withoutCommand([first, second]: readonly string[], terminal: Terminal): ExitCode {
  if (first === '--version') {
    terminal.out(version())
    return 0
  }
  if (first === undefined || isHelp(first)) {
    return helped(terminal, overview(commands), first !== undefined)
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (group.length > 0) return helped(terminal, groupHelp(first, group), isHelp(second))
  const names = commands.map(({ name }) => name)
  const near = nearest(first, names)
  terminal.err(near === undefined ? 'Unknown command.' : `Unknown command: did you mean ${near}?`)
  terminal.err('See mercadopago-oauth --help')
  return 2
}

function isHelp(arg: string | undefined): boolean {
  return arg === '--help' || arg === '-h'
}

/** Requested help is the result on stdout; otherwise it goes to stderr, and the command was used wrongly. */
function helped(terminal: Terminal, lines: readonly string[], isAskedFor: boolean): ExitCode {
  for (const line of lines) {
    if (isAskedFor) terminal.out(line)
    else terminal.err(line)
  }
  return isAskedFor ? 0 : 2
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

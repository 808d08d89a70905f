#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { failureOf } from './failure.ts'
import { commandHelp, groupHelp, overview } from './help.ts'
import { nearest } from './nearest.ts'
import { processTerminal } from './terminal.ts'

// Whoever reads may have seen enough of it, as `head` has; what is being saved is saved all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const command = commandOf(args)
  if (command === undefined) return withoutCommand(args)
  const terminal = processTerminal(args.includes('--json'))
  try {
    const own = args.slice(command.name.split(' ').length)
    const { values, positionals } = readArguments(command, own)
    if (!values.help) return await command.run(values, positionals, terminal)
    terminal.out(commandHelp(command))
    return 0
  } catch (error) {
    const { exitCode, sentence } = failureOf(error)
    terminal.err(sentence)
    if (exitCode === 2) terminal.err(`See mercadopago-oauth ${command.name} --help`)
    return exitCode
  }
}

function commandOf(args: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word))
}

/** Help, the version, or what was probably meant. */
function withoutCommand([first, second]: readonly string[]): number {
  const terminal = processTerminal(false)
  if (first === '--version') {
    terminal.out(version())
    return 0
  }
  if (first === '--help' || first === '-h') {
    terminal.out(overview(commands))
    return 0
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (group.length > 0 && first !== undefined) {
    const isAsked = second === '--help' || second === '-h'
    if (isAsked) terminal.out(groupHelp(first, group))
    else terminal.err(groupHelp(first, group))
    return isAsked ? 0 : 2
  }
  if (first === undefined) {
    terminal.err(overview(commands))
    return 2
  }
  const near = nearest(
    first,
    commands.map(({ name }) => name),
  )
  terminal.err(near === undefined ? 'Unknown command.' : `Unknown command: did you mean ${near}?`)
  terminal.err('See mercadopago-oauth --help')
  return 2
}

function version(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

import type { Terminal } from './command.ts'
import { printable } from './printable.ts'

/** A name and what is known; `undefined` is left out. */
export type Fact = readonly [name: string, value: string | undefined]

/** The result of a command: the value for machines, or the facts for people, one a line. */
export function reportFacts(terminal: Terminal, value: object, facts: readonly Fact[]): void {
  if (terminal.json) terminal.out(JSON.stringify(value))
  else for (const line of factLines(facts)) terminal.out(line)
}

function factLines(facts: readonly Fact[]): string[] {
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`)
}

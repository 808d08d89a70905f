import type { CommandTerminal } from './command-terminal.ts'

/** A name and a value; one without a value is left out. */
export type Fact = readonly [name: string, value: string | undefined]

/** Prints the result of a command: the value as JSON, or the facts for people, one a line. */
export function reportFacts(
  terminal: CommandTerminal,
  value: object,
  facts: readonly Fact[],
): void {
  if (terminal.json) terminal.outJson(value)
  else for (const line of factLines(facts)) terminal.out(line)
}

function factLines(facts: readonly Fact[]): string[] {
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

import type { ParseArgsConfig, parseArgs } from 'node:util'

/** The options of a command, as `node:util` reads them. `--json` and `--help` are every command's. */
export type Options = NonNullable<ParseArgsConfig['options']>

/** What was given for them; absent ones are `undefined`. */
export type Values = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>

/** One thing the command line can do. */
export interface Command {
  /** As it is typed: `pkce`, `sellers list`. */
  readonly name: string
  /** Its line in the overview. */
  readonly summary: string
  /** Its help, from the line `Usage: …` on; the exit codes are added. */
  readonly usage: string
  readonly options: ParseArgsConfig['options']
  /** How many arguments that are no options it takes at most. Default 0. */
  readonly positionals?: number
  /**
   * @returns the exit code: 0 done, 1 failed or found faults, 2 used wrongly.
   * @throws UsageError which ends with 2, too; whatever else it throws ends with 1, in one sentence.
   */
  run(values: Values, positionals: readonly string[], terminal: Terminal): Promise<number>
}

/** Everything a command may touch of the process. */
export interface Terminal {
  /** The result, on stdout. */
  out(line: string): void
  /** Progress and failures, on stderr. */
  err(line: string): void
  readonly env: NodeJS.ProcessEnv
  /** Whether the result is to be one JSON value. */
  readonly json: boolean
  /** Whether somebody is there to be asked. */
  readonly isInteractive: boolean
  /**
   * Asks for a secret; what is typed is not shown.
   *
   * @throws UsageError where nobody can be asked.
   */
  ask(question: string): Promise<string>
  /** Asks a question to be answered with yes; anything else is no. Throws what `ask` throws. */
  confirm(question: string): Promise<boolean>
  /**
   * Aborted by the first Ctrl-C, which then does nothing else; the second one ends the process. Without
   * this call the first one does.
   */
  interruption(): AbortSignal
  clock(): Date
}

/** The command was not called as it must be. The message is one sentence and shows nothing secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A command whose `run` knows the types of its own options. */
export interface TypedCommand<Own extends Options> extends Omit<Command, 'options' | 'run'> {
  readonly options: Own
  run(
    values: ReturnType<typeof parseArgs<{ options: Own }>>['values'],
    positionals: readonly string[],
    terminal: Terminal,
  ): Promise<number>
}

/** Makes a command. The values its `run` is given have been read by its own `options`. */
export function command<const Own extends Options>(typed: TypedCommand<Own>): Command {
  return { ...typed, run: (values, ...rest) => typed.run(values as never, ...rest) }
}

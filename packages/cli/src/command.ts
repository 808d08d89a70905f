import type { parseArgs } from 'node:util'
import type { CommandTerminal } from './command-terminal.ts'

/** One option, declared once: the arguments are read by it, and the help is printed from it. */
export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What the help calls the value, such as `url`. */
  readonly value?: string
  /** Its line in the help. */
  readonly about: string
  readonly multiple?: boolean
  readonly default?: string | boolean
}

/** The options of a command by their names. `--json` and `--help` belong to every command. */
export type Options = Readonly<Record<string, Option>>

/** The values that were given; absent ones without a default are `undefined`. */
export type Values = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>

/**
 * What a command ends with: 0 done, 1 failed or found faults, 2 used wrongly. Of `doctor --audit` also 3, warnings
 * but no failure, and 4, nothing worse than what could not be looked at.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4

/** One thing the command line can do. */
export interface Command {
  /** As it is typed: `pkce`, `sellers list`. */
  readonly name: string
  /** Its line in the overview. */
  readonly summary: string
  /** What the help says before the options. */
  readonly about: string
  readonly options: Options
  /** The one argument that is not an option, as the help shows it. Default: none. */
  readonly argument?: string
  /**
   * @throws UsageError which ends with 2; everything else it throws ends with 1 and one sentence.
   */
  run(values: Values, argument: string | undefined, terminal: CommandTerminal): Promise<ExitCode>
}

/** The command was not called as it must be. The message is one sentence and shows nothing secret. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A command whose `run` knows the types of its options. */
export interface TypedCommand<Own extends Options> extends Omit<Command, 'options' | 'run'> {
  readonly options: Own
  run(
    values: ReturnType<typeof parseArgs<{ options: Own }>>['values'],
    argument: string | undefined,
    terminal: CommandTerminal,
  ): Promise<ExitCode>
}

/** Makes a command. The values that its `run` receives were read by its own `options`. */
export function command<const Own extends Options>(typed: TypedCommand<Own>): Command {
  return { ...typed, run: (values, ...rest) => typed.run(values as never, ...rest) }
}

/** Everything a command uses of the process that it runs in. */
export interface Terminal {
  /** Prints one line of the result, on stdout. */
  out(line: string): void
  /** Prints one line of progress or failure, on stderr. */
  err(line: string): void
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Such as `20.19.0`; `doctor` judges it. */
  readonly nodeVersion: string
  /** Whether a user can be asked. If not, `ask` and `confirm` are never called. */
  readonly isInteractive: boolean
  /** Asks for a secret and does not show what is typed. `undefined`: cancelled. */
  ask(question: string): Promise<string | undefined>
  /** Asks a yes-or-no question. Anything but yes is no. `undefined`: cancelled, which some commands tell from no. */
  confirm(question: string): Promise<boolean | undefined>
  /**
   * Announces that the command now handles the first Ctrl-C itself.
   *
   * @returns a signal that the first Ctrl-C aborts.
   */
  interruption(): AbortSignal
  /** The current time. */
  clock(): Date
}

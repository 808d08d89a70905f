import { printable, printableJson } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** The terminal as a command sees it. Nothing that the command prints can steer the real one. */
export class CommandTerminal implements Terminal {
  /** Whether the result is one JSON value. */
  readonly json: boolean
  readonly #terminal: Terminal

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal
    this.json = json
  }

  get env(): Terminal['env'] {
    return this.#terminal.env
  }

  get nodeVersion(): string {
    return this.#terminal.nodeVersion
  }

  get isInteractive(): boolean {
    return this.#terminal.isInteractive
  }

  out(line: string): void {
    this.#terminal.out(printable(line))
  }

  /** Prints a value as JSON on one line of stdout. */
  outJson(value: unknown): void {
    this.out(printableJson(value))
  }

  err(line: string): void {
    this.#terminal.err(printable(line))
  }

  ask(question: string): Promise<string | undefined> {
    return this.#terminal.ask(printable(question))
  }

  confirm(question: string): Promise<boolean | undefined> {
    return this.#terminal.confirm(printable(question))
  }

  interruption(): AbortSignal {
    return this.#terminal.interruption()
  }

  readonly clock = (): Date => this.#terminal.clock()
}

import { FailedError } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

/** The person who runs the walk: reads the lines, uses the browser and the panel, and replies to the questions. */
export class Person {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  tell(line: string): void {
    this.#terminal.err(line)
  }

  /**
   * Whether the person says yes.
   *
   * @throws FailedError after Ctrl-C, so that it never counts as a reply.
   */
  async says(question: string): Promise<boolean> {
    const answer = await this.#terminal.confirm(question)
    if (answer === undefined) throw stopped()
    return answer
  }

  /**
   * What the person types, unseen; may be empty.
   *
   * @throws FailedError after Ctrl-C.
   */
  async types(question: string): Promise<string> {
    const typed = await this.#terminal.ask(`${question}: `)
    if (typed === undefined) throw stopped()
    return typed.trim()
  }
}

function stopped(): FailedError {
  return new FailedError('You stopped it.')
}

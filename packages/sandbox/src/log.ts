const mostEntries = 1000

/** Remembers the last thousand entries, oldest first. */
export class Log<Entry extends object> {
  readonly entries: Entry[] = []
  readonly #recorded: (entry: Entry) => void

  /** @param recorded - Receives each entry. */
  constructor(recorded: (entry: Entry) => void = () => {}) {
    this.#recorded = recorded
  }

  record(entry: Entry): void {
    this.entries.push(Object.freeze(entry))
    if (this.entries.length > mostEntries) this.entries.shift()
    this.#recorded(entry)
  }

  clear(): void {
    this.entries.length = 0
  }
}

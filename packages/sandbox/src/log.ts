const mostEntries = 1000

/** Remembers the last thousand entries, oldest first. */
export class Log<Entry extends object> {
  readonly entries: Entry[] = []

  record(entry: Entry): void {
    this.entries.push(Object.freeze(entry))
    if (this.entries.length > mostEntries) this.entries.shift()
  }
}

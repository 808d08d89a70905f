/** Which framework does what, for people. */
export class Table {
  #columns
  #rows = new Map()

  constructor(columns) {
    this.#columns = columns
  }

  note(row, column, isGood) {
    const cells = this.#rows.get(row) ?? new Map()
    this.#rows.set(row, cells.set(column, isGood ? 'ok' : 'FAILED'))
  }

  text() {
    const rows = [...this.#rows].map(([name, cells]) => [
      name,
      ...this.#columns.map((column) => cells.get(column) ?? '-'),
    ])
    const all = [['', ...this.#columns], ...rows]
    const widths = all[0].map((_, at) => Math.max(...all.map((row) => row[at].length)))
    const lines = all.map((row) => row.map((cell, at) => cell.padEnd(widths[at])).join('  '))
    return `\n${lines.map((line) => line.trimEnd()).join('\n')}\n\n`
  }
}

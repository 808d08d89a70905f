import { readFileSync } from 'node:fs'

/** One row of docs/security.md: an attack, and how it ends here. */
export interface Row {
  /** A letter and two digits; the titles of the tests that belong to the row begin with it. */
  readonly id: string
  readonly attack: string
  /** With the error's code and HTTP status where there is one. */
  readonly outcome: string
}

/** A part of the table. */
export interface Part {
  readonly title: string
  readonly rows: readonly Row[]
}

const text = readFileSync('test/security/catalogue.txt', 'utf8')

/** Every row there is. Texts may change, ids may not: the titles of tests use them. */
export const catalogue: readonly Part[] = text.split(/^# /m).filter(Boolean).map(partOf)

/** A title, and a line `id | attack | outcome` for each row. */
function partOf(lines: string): Part {
  const [title = '', ...rows] = lines.split('\n').filter((line) => line !== '')
  return { title, rows: rows.map(rowOf) }
}

function rowOf(line: string): Row {
  const [id, attack, outcome, ...rest] = line.split(' | ')
  if (id === undefined || attack === undefined || outcome === undefined || rest.length > 0) {
    throw new Error(`no row of three columns: ${line}`)
  }
  return { id, attack, outcome }
}

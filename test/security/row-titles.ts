import { readFileSync } from 'node:fs'
import { testSources } from '../helpers/test-sources.ts'

/** The title of a test that belongs to rows of the catalogue, as it stands in the source. */
export interface RowTitle {
  readonly rows: readonly string[]
  readonly title: string
  /** From the root of the workspace. */
  readonly file: string
}

const id = String.raw`[A-Z]\d{2}`
/** `'A01: …'`, `'D09, D11: …'`, also as a template. */
const wholeTitle = new RegExp(String.raw`(['"\`])(${id}(?:, ${id})*): ((?:\\.|(?!\1).)*)\1`, 'g')
/** `['D06', 'an HTML page', …]`, of which a loop makes titles. */
const tableEntry = new RegExp(String.raw`\[\s*'(${id})',\s*(['"\`])((?:\\.|(?!\2).)*)\2`, 'g')

/** Every title with a row, of all tests, in the order of the files. */
export function rowTitles(): RowTitle[] {
  return testSources().flatMap((file) => titlesIn(file, readFileSync(file, 'utf8')))
}

/** The titles of one source. */
export function titlesIn(file: string, source: string): RowTitle[] {
  const whole = [...source.matchAll(wholeTitle)].map(([, , ids = '', title = '']) => ({
    rows: ids.split(', '),
    title,
    file,
  }))
  const entries = [...source.matchAll(tableEntry)].map(([, row = '', , title = '']) => ({
    rows: [row],
    title,
    file,
  }))
  return [...whole, ...entries]
}

import { readFileSync } from 'node:fs'

/** How well a sentence is known; docs/fidelity.md says what each means. */
type Mark = (typeof marks)[number]

export const marks = ['documented', 'contradictory', 'unclear', 'observed', 'source'] as const

/** One sentence about the real server, and the tests that hold the sandbox and the client to it. */
export interface Row {
  readonly id: string
  readonly mark: Mark
  /** Keys of `sources`. */
  readonly sources: readonly string[]
  /** Switches or options of the sandbox, one for each response that the documents leave open. */
  readonly switches: readonly string[]
  readonly sentence: string
  /** Names of tests, such as `sandbox/consent: takes a decision once`. */
  readonly tests: readonly string[]
}

/** A part of the page. */
export interface Part {
  readonly title: string
  readonly rows: readonly Row[]
}

/** Public addresses, by key. */
export const sources: ReadonlyMap<string, string> = new Map(
  linesOf('sources').map((line) => cells(line, 2) as [string, string]),
)

/** Every row there is. An id stays with its sentence. */
export const parts: readonly Part[] = readFileSync('test/fidelity/rows.txt', 'utf8')
  .split(/^# /m)
  .filter(Boolean)
  .map(partOf)

function linesOf(name: string): string[] {
  return readFileSync(`test/fidelity/${name}.txt`, 'utf8').split('\n').filter(Boolean)
}

/** A title, then the rows. Each is a line `id | mark | sources | switches | sentence`; tests follow, indented. */
function partOf(text: string): Part {
  const [title = '', ...rest] = text.split(/\n(?! )/).filter(Boolean)
  return { title, rows: rest.map(rowOf) }
}

function rowOf(text: string): Row {
  const [line = '', ...tests] = text.split('\n').filter(Boolean)
  const [id = '', mark, ofSources = '', ofSwitches = '', sentence = ''] = cells(line, 5)
  return {
    id,
    mark: mark as Mark,
    sources: ofSources.split(', '),
    switches: ofSwitches === '-' ? [] : ofSwitches.split(', '),
    sentence,
    tests: tests.map((test) => test.trim()),
  }
}

function cells(line: string, count: number): string[] {
  const found = line.split(' | ')
  if (found.length !== count) throw new Error(`not ${count} columns: ${line}`)
  return found
}

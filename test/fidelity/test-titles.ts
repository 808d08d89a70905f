import { readFileSync } from 'node:fs'
import { shortName, testSources } from '../helpers/test-sources.ts'

/** A test as its source names it: a template is not filled in. */
export interface TestTitle {
  /** Folder, file and title, such as `sandbox/consent: takes a decision once`. */
  readonly name: string
  /** From the root of the workspace. */
  readonly file: string
}

const titleOfIt = /\bit\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g
const switchOfEach = /\beach\(\s*'(\w+)'/g

/** Every test of all sources, in the order of the files. */
export function testTitles(): TestTitle[] {
  return testSources().flatMap((file) => titlesIn(file, readFileSync(file, 'utf8')))
}

/** The tests of one source. */
export function titlesIn(file: string, source: string): TestTitle[] {
  const titles = [...source.matchAll(titleOfIt)].map(([, , title = '']) => unescaped(title))
  return titles.map((title) => ({ name: `${shortName(file)}: ${title}`, file }))
}

/** The switches that have a test of every position. */
export function testedSwitches(): string[] {
  const source = readFileSync(switchTests, 'utf8')
  return [...source.matchAll(switchOfEach)].map(([, name = '']) => name)
}

/** Where each switch has its tests. */
export const switchTests = 'test/sandbox/switches.test.ts'

function unescaped(title: string): string {
  return title.replace(/\\(['"`\\])/g, '$1')
}

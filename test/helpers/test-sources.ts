import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const folders = ['test', 'packages/core/src/store-contract']

/** What is about titles has some in it that belong to no test. */
const others = /node_modules|workspace[\\/](security-table|fidelity-page)|security[\\/]row-titles/

/** The sources of all tests, from the root of the workspace, in order. */
export function testSources(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !others.test(name))
      .map((name) => join(folder, name))
      .sort(),
  )
}

/** The folder and the name of a source, such as `sandbox/consent`. */
export function shortName(file: string): string {
  return `${basename(dirname(file))}/${basename(file).replace(/(\.test)?\.ts$/, '')}`
}

/** A link from a page in `docs` to a source, with the number of its tests that are meant. */
export function linkToTests(file: string, count: number): string {
  return `[${shortName(file)}](../${file})${count > 1 ? ` ×${count}` : ''}`
}

import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const folders = ['test', 'packages/core/src/store-contract']

/** What is about titles has some in it that belong to no test. */
const others = /workspace[\\/](security-table|fidelity-page)|security[\\/]row-titles/

/** The sources of all tests, from the root of the workspace, in order. */
export function testSources(): string[] {
  return folders.flatMap((folder) => sourcesIn(folder).sort())
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    // Some parts install far more files than they have.
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path)
    return path.endsWith('.ts') && !others.test(path) ? [path] : []
  })
}

/** The folder and the name of a source, such as `sandbox/consent`. */
export function shortName(file: string): string {
  return `${basename(dirname(file))}/${basename(file).replace(/(\.test)?\.ts$/, '')}`
}

/** A link from a page in `docs` to a source, with the number of its tests that are meant. */
export function linkToTests(file: string, count: number): string {
  return `[${shortName(file)}](../${file})${count > 1 ? ` ×${count}` : ''}`
}

/**
 * Puts small faults into the core, one at a time, and counts how many of them a test notices.
 *
 * `pnpm mutation` takes the folders of `packages/core/src` to put them into, such as `flow` or
 * `sellers/renewal`; default `protocol flow sealing`. They are tested by `test/core`, and by the folder of
 * `test` that is called like their outermost one, if there is one. Fails when one of them is below the
 * goal. The report is written to `.cache/mutation`.
 */
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { scoresOf, table } from './scores.js'
import { createTree } from './tree.js'

/** The least share of faults a folder's tests must notice, in per cent. */
const goal = 85

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, '.cache/mutation')
const named = process.argv.slice(2)
const folders = named.length === 0 ? ['protocol', 'flow', 'sealing'] : named

// Hundreds of runs that nobody waits for.
setPriority(19)
// What is mutated is the core, whatever the store.
process.env.STORES = 'memory'
const suites = new Set(['core', ...folders.map((folder) => folder.split('/')[0])])
process.chdir(createTree(root, join(cache, 'tree'), [...suites]))

const mutants = await new Stryker({
  mutate: folders.map((folder) => `packages/core/src/${folder}/**/*.ts`),
  // The tree is a copy, so its files may be changed where they are: names resolve there, not in a copy's copy.
  inPlace: true,
  // Types are checked before, on the sources as they are; here they are only dropped.
  disableTypeChecks: false,
  buildCommand: 'tsc -p packages/core --noCheck',
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/mocha-runner'))],
  testRunner: 'mocha',
  mochaOptions: { spec: ['test/**/*.test.js'], 'no-config': true, 'no-package': true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Generous, because machines may be busy: slow is not noticed, only hanging is.
  timeoutMS: 60_000,
  tempDirName: join(cache, 'originals'),
  reporters: ['progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: join(cache, 'report.html') },
  jsonReporter: { fileName: join(cache, 'report.json') },
}).runMutationTest()

const scores = scoresOf(mutants, folders)
process.stdout.write(`\n${table([...scores.files, ...scores.folders])}\n`)
const reached = scores.folders.filter(({ score }) => score >= goal).map(({ name }) => name)
if (!folders.every((folder) => reached.includes(folder))) process.exitCode = 1

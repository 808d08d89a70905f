import { availableParallelism } from 'node:os'
import Mocha from 'mocha'
import { longestFirst } from './order.ts'
import { filesOf, testFiles } from './parts.ts'
import { RunServers } from './run-servers.ts'

// pnpm test [part …]: folders or files under test/, by name; without one, everything.

const files = filesOf(process.argv.slice(2), testFiles())
const isParallel = files.length > 1
const mocha = new Mocha({
  // A guard against hanging, generous because machines may be busy; no test waits for time.
  timeout: 60_000,
  // A laptop may lack Chromium or Redis and skips aloud; where both are installed nothing may be skipped.
  forbidPending: process.env.FORBID_SKIPS === '1',
  parallel: isParallel,
  // More than there are processors: many tests wait, and what else a machine does then takes a smaller share.
  jobs: availableParallelism() + 4,
})
for (const file of longestFirst(files)) mocha.addFile(`.cache/test/${file}.test.js`)

const servers = isParallel ? await RunServers.open() : undefined
process.once('SIGINT', interrupted)
// In parallel, each process loads the files that it runs.
if (!isParallel) await mocha.loadFilesAsync()
const failures = await new Promise<number>((resolve) => mocha.run(resolve))
await servers?.close()
process.exitCode = failures === 0 ? 0 : 1

/** mocha ends its processes; our servers would be left. */
function interrupted(): void {
  const end = () => process.exit(130)
  if (servers === undefined) end()
  else servers.close().then(end, end)
}

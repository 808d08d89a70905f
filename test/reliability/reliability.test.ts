import { expect } from 'chai'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnOwnRedis } from '../helpers/redis-server.ts'
import type { StoreKind } from './database.ts'
import type { Report } from './report.ts'
import { type Run, shortRuns } from './runs.ts'
import { WorkerProcess } from './worker-process.ts'

/** What each run is expected to show, apart from holding its bounds. */
const titles: Record<string, string> = {
  R01: 'R01: sends one request a seller for 80 callers in 4 processes, and fails none',
  R02: 'R02: sends one request when the server takes up to ten leases, and marks nobody',
  R03: 'R03: loses nobody by kill -9 before the request or after the save, and reports all others',
  R04: 'R04: keeps and serves every pair while saves are refused, and sends nothing again',
  R05: 'R05: sends nothing while the store is away, and recovers from flapping',
  R06: 'R06: keeps its promises whichever operation fails, hangs or is the last',
  R10: 'R10: makes one token request and one link of 50 equal callbacks at 4 processes',
  R11: 'R11: opens every token while keys are rotated and the rewrap is killed',
  many: 'finds 200 due sellers among 20,000, and renews each once in 4 processes',
}

const figures: Record<string, Record<string, number>> = {
  R01: { requests: 10, failures: 0 },
  R02: { requests: 4 },
  R03: {
    'lost before the request is sent': 0,
    'lost while the answer is held back': 2,
    'lost before the save': 2,
    'lost after the save': 0,
    'lost after the lease': 0,
  },
  R04: { requests: 20, lost: 0 },
  R05: { 'requests during the outage': 0, lost: 0 },
  R06: { 'lost where that cannot be helped': 4 },
  R10: { 'token requests': 3, links: 3 },
  R11: { requests: 99, 'tokens that do not open': 0 },
  many: { requests: 200 },
}

/** While one run is awaited the next one is under way: most of them wait more than they work. */
function suite(kind: StoreKind): void {
  const runs = shortRuns(kind)
  const started = new Map<Run, Promise<Report>>()

  // Those of a run that hangs would keep this process alive.
  after(() => WorkerProcess.killAll())

  function start(run: Run | undefined): Promise<Report> | undefined {
    if (run === undefined) return undefined
    const report = started.get(run) ?? run.start()
    // Its own test will tell.
    report.catch(() => {})
    started.set(run, report)
    return report
  }

  for (const [index, run] of runs.entries()) {
    const [row = ''] = run.name.split(' ')
    it(titles[row] ?? run.name, async function () {
      this.timeout(120_000)
      const report = start(run)
      void start(runs[index + 1])
      expect((await report)?.broken).to.deep.equal([])
      expect((await report)?.figures).to.include(figures[row])
    })
  }
}

describeOnPostgres('several processes on PostgreSQL', () => suite('postgres'))
describeOnOwnRedis('several processes on Redis', () => suite('redis'))
describe('several processes on SQLite', () => suite('sqlite'))

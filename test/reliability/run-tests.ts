import { expect } from 'chai'
import type { Report } from './report.ts'
import type { Run } from './runs.ts'
import { WorkerProcess } from './worker-process.ts'

/** What each run is expected to show, apart from holding its bounds. */
const titles: Record<string, string> = {
  R01: 'R01: sends one request a seller for 80 callers in 4 processes, and fails none',
  R02: 'R02: sends one request when the server takes up to ten leases, and marks nobody',
  R03: 'R03: loses nobody by kill -9 before the request or after the save, and reports all others',
  R04: 'R04: keeps and serves every pair while saves are refused, and sends nothing again',
  R05: 'R05: sends nothing while the store is away, and recovers from flapping',
  R06: 'R06: keeps its promises whichever operation fails, hangs or is the last',
  R08: 'R08: ends every request as promised under mixed load, and holds nothing afterwards',
  R09: 'R09: keeps nothing of 5,000 starts at each adapter, or of 500 forged callbacks',
  R10: 'R10: makes one token request and one link of 50 equal callbacks at 4 processes',
  R11: 'R11: opens every token while keys are rotated and the rewrap is killed',
  K24: 'K24: takes no refusal for a loss while a paused process may save, and takes a mark back aloud',
  many: 'finds 200 due sellers among 20,000, and renews each once in 4 processes',
  year: 'reports each dead grant of a simulated year within a day, and nobody else',
}

const figures: Record<string, Record<string, number | string>> = {
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
  R06: {
    'kinds of fault met': 8,
    'beats met': 6,
    'answers lost on the way': 3,
    'lost where that cannot be helped': 6,
  },
  R08: { 'outcomes that nobody promises': 0 },
  R09: {
    'koa, starts': '302 × 5000',
    'koa, forged callbacks': '403 × 500',
    'passport, starts': '302 × 5000',
    'passport, forged callbacks': '403 × 500',
    'entries in the store and the replay guard': 0,
  },
  R10: { 'token requests': 3, links: 3 },
  R11: { requests: 99, 'tokens that do not open': 0 },
  K24: { 'marked too soon': 4, recovered: 4, lost: 0 },
  many: { requests: 200 },
  year: { 'false alarms': 0, 'live sellers lost': 0 },
}

/** A test for each run. While one is awaited the next is under way: most of them wait more than they work. */
export function testRuns(runs: readonly Run[]): void {
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
      // A guard against hanging: each wait of a run has a deadline of its own.
      this.timeout(900_000)
      const report = start(run)
      void start(runs[index + 1])
      expect((await report)?.broken).to.deep.equal([])
      expect((await report)?.figures).to.include(figures[row])
    })
  }
}

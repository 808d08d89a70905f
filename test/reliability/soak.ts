import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AppFigures, type AppTasks, appScript } from './app-worker.ts'
import type { StoreKind } from './database.ts'
import type { NetworkFault } from './fault-proxy.ts'
import { MixedLoad } from './mixed-load.ts'
import { Bounds, type Report } from './report.ts'
import { type Sample, trendOf } from './trend.ts'
import { WorkerProcess } from './worker-process.ts'
import { World } from './world.ts'

const mostGrowthMib = 10
const mostGrowthShare = 0.05
/** The deadlines of a provider that hangs, and of a store that is busy. */
const deadlines = { timeoutMs: 1_500, storeTimeoutMs: 1_500 }
/** Longer than any connection that nobody uses is kept. */
const quietWithinMs = 30_000
/** Access tokens are due after five such steps, and end after six. */
const step = { everyMs: 5_000, days: 30 }

const faultsIn100 = 5
const faults: readonly NetworkFault[] = [
  ...(['cut before', 'cut after', 'hold before', 'hold after'] as const),
  ...(['answer 429', 'answer 503', 'answer nonsense'] as const),
]

interface SoakSize {
  minutes: number
  sellers: number
  perSecond: number
}

/**
 * R08: a Koa app and an Express app link, serve and unlink sellers for a long time, while requests to the
 * provider fail now and then. What their process holds does not grow, and is given back afterwards.
 */
export async function soak(
  kind: StoreKind,
  { minutes, sellers, perSecond }: SoakSize,
): Promise<Report> {
  const world = await World.open(kind, { sellers })
  const bounds = new Bounds()
  const lengthMs = minutes * 60_000
  const ending = new AbortController()
  let app: WorkerProcess<AppTasks> | undefined
  let faultsMade = 0
  try {
    await world.linkAll()
    world.proxy.fault = () => {
      if (randomInt(100) >= faultsIn100) return 'none'
      faultsMade += 1
      return faults[randomInt(faults.length)] as NetworkFault
    }
    const userInfoEndpoint = new URL('/users/me', world.proxy.url).href
    app = await WorkerProcess.run<AppTasks>(
      appScript,
      world.settings({ ...deadlines, userInfoEndpoint }),
    )
    const before = await app.request('figures', {})
    const load = new MixedLoad(world, await app.request('ports', {}))
    const heap: Sample[] = []
    const startedAtMs = performance.now()
    const watching = Promise.all([
      watch(app, heap, Math.min(10_000, lengthMs / 12), ending.signal),
      moveClocks(world, app, load, Math.min(step.everyMs, lengthMs / 5), ending.signal),
    ])
    // The watch ends without a signal only when the process is gone.
    await Promise.race([load.run(perSecond, lengthMs, ending.signal), watching])
    ending.abort()
    await watching
    const { after, maps } = await quiet(app, before)

    // The first sixth fills what has a limit: caches, pools, compiled code.
    const settled = heap.filter(({ atMs }) => atMs - startedAtMs >= lengthMs / 6)
    const { start, growth } = trendOf(settled)
    const rate = Math.round((load.ended / lengthMs) * 1_000)
    bounds.equal('outcomes that nobody promises', load.unexpected.join(), '')
    bounds.equal('warnings', after.warnings.join(), '')
    bounds.equal('under way afterwards', underWay(maps).join(), '')
    for (const name of ['flights.#running', 'renewals', 'pending']) {
      const isSeen = Object.keys(maps).some((path) => path.endsWith(`.#${name}`))
      bounds.equal(`${name} is looked at`, String(isSeen), 'true')
    }
    bounds.atMost('timers afterwards', after.timers, before.timers)
    bounds.atMost('sockets afterwards', after.sockets, before.sockets)
    bounds.equal('close', await app.request('close', { timeoutMs: 10_000 }), 'closed')
    bounds.withinMib('heap, growth', mib(growth), mostGrowthMib)
    bounds.withinMib('heap, growth by share', mib(growth), mib(start * mostGrowthShare))
    bounds.atLeast('requests a second', rate, Math.floor(perSecond * 0.95))
    return {
      run: `R08 soak, ${kind}`,
      size: `${Math.round(minutes * 60)} s, ${sellers} sellers, both adapters, ${faultsIn100} % faults`,
      figures: {
        requests: load.ended,
        'requests a second': rate,
        'not sent': load.skipped,
        faults: faultsMade,
        'outcomes that nobody promises': load.unexpected.length,
        'token requests with a code': world.granted('authorization_code'),
        'refresh requests': world.granted('refresh_token'),
        'heap after the first sixth, MiB': mib(start),
        'growth in the rest, MiB': mib(growth),
        'heap by sixths, MiB': sixths(heap).join(' '),
        'remembered afterwards': Object.entries(maps)
          .filter(([, size]) => size > 0)
          .map(([path, size]) => `${path.split('.').slice(-2).join('.')} ${size}`)
          .join(' '),
        'resident at the end, MiB': mib(after.rssBytes),
        'timers, before and after': `${before.timers}, ${after.timers}`,
        'sockets, before and after': `${before.sockets}, ${after.sockets}`,
        outcomes: [...load.counts]
          .map(([name, count]) => `${name} × ${count}`)
          .sort()
          .join(', '),
      },
      broken: bounds.broken,
      late: bounds.late,
    }
  } finally {
    ending.abort()
    await app?.kill()
    await world.close()
  }
}

/** Asks for figures until the end. */
async function watch(
  app: WorkerProcess<AppTasks>,
  heap: Sample[],
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { heapUsedBytes } = await app.request('figures', {})
    heap.push({ atMs: performance.now(), value: heapUsedBytes })
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}

/** Moves all clocks by days, so that tokens become due, and end. */
async function moveClocks(
  world: World,
  app: WorkerProcess<AppTasks>,
  load: MixedLoad,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(everyMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    await load.moveClock(() =>
      app.request('clock', { offsetMs: world.advance({ days: step.days }) }),
    )
  }
}

/** The mean of each sixth of the samples. */
function sixths(heap: readonly Sample[]): number[] {
  const parts = Array.from({ length: 6 }, (_, part) =>
    heap.slice((heap.length * part) / 6, (heap.length * (part + 1)) / 6),
  )
  return parts.map((part) => mib(part.reduce((sum, { value }) => sum + value / part.length, 0)))
}

/** Waits until the process holds no more than before, or for long enough. */
async function quiet(
  app: WorkerProcess<AppTasks>,
  before: AppFigures,
): Promise<{ after: AppFigures; maps: Record<string, number> }> {
  const endsAtMs = performance.now() + quietWithinMs
  for (;;) {
    const after = await app.request('figures', {})
    const maps = await app.request('maps', {})
    const isQuiet = after.timers <= before.timers && after.sockets <= before.sockets
    const isOver = performance.now() > endsAtMs
    if (isOver || (isQuiet && underWay(maps).length === 0)) return { after, maps }
    await sleep(250)
  }
}

/** Maps of work that is under way, which are empty when nobody asks. */
function underWay(maps: Record<string, number>): string[] {
  return Object.entries(maps)
    .filter(([path, size]) => /\.#(running|renewals|pending)$/.test(path) && size > 0)
    .map(([path, size]) => `${path} ${size}`)
}

function mib(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 100) / 100
}

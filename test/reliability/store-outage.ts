import { setTimeout as sleep } from 'node:timers/promises'
import { type StoredSeller, storedIn } from '../helpers/stored-seller.ts'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import { openWorldOnLine } from './store-line.ts'
import type { WorkerProcess } from './worker-process.ts'

const sellers = 20
const longestCallMs = 2_000
const longestRecoveryMs = 5_000
/** What does not recover at all ends the run. */
const recoveryEndsMs = 120_000
/** With clocks so far ahead the access tokens have ended, and callers depend on the store. */
const endedDays = 30
/** Only a token that was just renewed is valid for that long: 180 days. One that is due has 30 left. */
const renewedDays = 60
const dayMs = 24 * 60 * 60 * 1000

/** R05: the store is unavailable for long, then comes and goes every second. */
export async function storeOutage(
  kind: StoreKind,
  { outageMs, flaps }: { outageMs: number; flaps: number },
): Promise<Report> {
  const bounds = new Bounds()
  const { world, line } = await openWorldOnLine(kind, { sellers, mayCrash: true })
  const sellerIds = [...world.sellerIds]
  const errors = new Map<string, number>()
  let longestMs = 0
  let expected = 0
  let aheadDays = 0
  try {
    await world.linkAll()
    const workers = await world.workers(2, { storeTimeoutMs: 1_500, timeoutMs: 10_000 })
    // One knows half of the sellers, so that it has tokens to serve meanwhile; the other none.
    await workers[0]?.request('ask', { sellerIds: sellerIds.slice(0, sellers / 2), callers: 1 })

    await line.take('stalled')
    await makeDue(0)
    await askUntil(workers, Date.now() + outageMs / 2)
    await line.take('cut')
    await askUntil(workers, Date.now() + outageMs / 2)
    bounds.equal('requests during the outage', world.granted('refresh_token'), 0)
    await line.giveBack()
    const recoveryMs = await recovery(workers)
    let requests = world.granted('refresh_token')
    bounds.equal('requests after the outage', requests, expected)

    const longestOutageMs = longestMs
    longestMs = 0
    const errorsBefore = errors.get('store_unavailable') ?? 0
    for (let flap = 1; flap <= flaps; flap++) {
      const isRenewed = await isEveryoneRenewed()
      await line.take(flap % 2 === 0 ? 'stalled' : 'cut')
      requests += world.granted('refresh_token')
      if (isRenewed) await makeDue(endedDays)
      await askUntil(workers, Date.now() + 1_000)
      await line.giveBack()
      await askUntil(workers, Date.now() + 1_000)
    }
    const flapRecoveryMs = await recovery(workers)
    requests += world.granted('refresh_token')
    bounds.equal('requests before the crash', requests, expected)

    const longestFlapMs = longestMs
    longestMs = 0
    const server = await world.database.crash?.()
    if (server !== undefined) await makeDue(endedDays)
    await askUntil(workers, Date.now() + (server === undefined ? 0 : outageMs / 10))
    bounds.equal('requests while the server is dead', world.granted('refresh_token'), 0)
    await server?.restart()
    const crashRecoveryMs = await recovery(workers)
    await judgeIsBack()
    for (const worker of workers) {
      bounds.equal('close', await worker.request('close', { timeoutMs: 10_000 }), 'closed')
    }
    requests += world.granted('refresh_token')
    bounds.equal('requests in all', requests, expected)
    // Who has no token to serve is told so. A locked file can still be read.
    const expectedErrors = kind === 'sqlite' ? [] : ['store_unavailable']
    errors.delete(kind === 'sqlite' ? 'store_unavailable' : '')
    bounds.equal('errors', [...errors.keys()].join(), expectedErrors.join())
    bounds.withinMs('longest call', longestOutageMs, longestCallMs)
    bounds.withinMs('longest call while flapping', longestFlapMs, longestCallMs)
    bounds.withinMs('longest call while the server is dead', longestMs, longestCallMs)
    const lost = await world.lost()
    bounds.equal('lost', lost.length, 0)
    return {
      run: `R05 store outage, ${kind}`,
      size: `${outageMs / 1000} s away, then ${flaps} flaps of 1 s / 1 s; ${sellers} sellers`,
      figures: {
        'requests during the outage': 0,
        'errors during the outage': errorsBefore,
        'longest call, ms': longestOutageMs,
        'longest while flapping, ms': longestFlapMs,
        'longest while the server is dead, ms': longestMs,
        'recovery, ms': recoveryMs,
        'recovery after the flaps, ms': flapRecoveryMs,
        'recovery after the crash, ms': crashRecoveryMs,
        'requests in all': requests,
        lost: lost.length,
      },
      broken: bounds.broken,
      late: bounds.late,
    }
  } finally {
    await line.giveBack()
    await world.close()
    await line.end()
  }

  /** The judge has its own connection, which a crash ends as well. */
  async function judgeIsBack(): Promise<void> {
    const key = { clientId: world.client.clientId, sellerId: sellerIds[0] ?? '' }
    while (
      await world.store.get(key).then(
        () => false,
        () => true,
      )
    )
      await sleep(50)
  }

  async function makeDue(days: number): Promise<void> {
    await world.makeDue(days)
    aheadDays = days
    expected += sellers
  }

  /** Whether every pair is saved. A process that is about to save one still reads its clock for it. */
  async function isEveryoneRenewed(): Promise<boolean> {
    const workersNowMs = world.now().getTime() + aheadDays * dayMs
    const keys = sellerIds.map((sellerId) => ({ clientId: world.client.clientId, sellerId }))
    const stored = await Promise.all(keys.map((key) => storedIn(world.store, key))).catch(() => [])
    const isRenewed = ({ expiresAt }: StoredSeller) =>
      Date.parse(expiresAt) - workersNowMs > renewedDays * dayMs
    return stored.length === sellers && stored.every(isRenewed)
  }

  async function ask(worker: WorkerProcess): Promise<number> {
    const { failures, waitsMs } = await worker.request('ask', { sellerIds, callers: 1 })
    for (const failure of failures) errors.set(failure, (errors.get(failure) ?? 0) + 1)
    longestMs = Math.max(longestMs, ...waitsMs)
    return failures.length
  }

  async function askUntil(workers: WorkerProcess[], endMs: number): Promise<void> {
    const lane = async (worker: WorkerProcess) => {
      for (; Date.now() < endMs; await sleep(100)) await ask(worker)
    }
    await Promise.all(workers.map(lane))
  }

  /** How long until nobody is refused and every due seller is renewed. */
  async function recovery(workers: WorkerProcess[]): Promise<number> {
    const startedAtMs = Date.now()
    const lane = async (worker: WorkerProcess) => {
      while ((await ask(worker)) > 0 || !(await isEveryoneRenewed())) {
        if (Date.now() - startedAtMs > recoveryEndsMs) break
        await sleep(100)
      }
    }
    await Promise.all(workers.map(lane))
    const tookMs = Date.now() - startedAtMs
    bounds.withinMs('recovery', tookMs, longestRecoveryMs)
    return tookMs
  }
}

import type { StoreKind } from './database.ts'
import { Bounds, percentile, type Report } from './report.ts'
import { untilRenewedMs, World } from './world.ts'

/** R01: many processes with many callers want tokens that are due, all at once. */
export async function refreshStorm(
  kind: StoreKind,
  size: { processes: number; callers: number; sellers: number; rounds: number },
): Promise<Report> {
  const { processes, callers, sellers, rounds } = size
  const world = await World.open(kind, { sellers })
  const bounds = new Bounds()
  const overheadsMs: number[] = []
  const idleWaitsMs: number[] = []
  let requests = 0
  let failures = 0
  /** A token that is due still works, and is served when the store is too slow to respond. */
  let oldServed = 0
  try {
    await world.linkAll()
    let earlier = new Set(world.firstTokens.values())
    // Everybody waits for the new token, however long it takes and however many others are renewed.
    const patience = { renewalWaitMs: untilRenewedMs, maxRenewals: sellers }
    const workers = await world.workers(processes, patience)
    const sellerIds = [...world.sellerIds]
    for (let round = 1; round <= rounds; round++) {
      await world.makeDue()
      world.proxy.serverTimesMs.length = 0
      const responses = await Promise.all(
        workers.map((worker) => worker.request('ask', { sellerIds, callers })),
      )
      const waitsMs = responses.flatMap((each) => each.waitsMs)
      const failed = responses.flatMap((each) => each.failures)
      const refreshes = world.granted('refresh_token')
      const tokens = new Set(responses.flatMap((each) => Object.values(each.tokens).flat()))
      const old = [...tokens].filter((token) => earlier.has(token)).length
      earlier = tokens
      bounds.equal(`round ${round}, requests`, refreshes, sellers)
      bounds.equal(`round ${round}, failed callers`, failed.join(), '')
      bounds.equal(`round ${round}, new tokens`, tokens.size - old, sellers)
      bounds.equal(`round ${round}, callers`, waitsMs.length, processes * callers * sellers)
      requests += refreshes
      failures += failed.length
      oldServed += old
      overheadsMs.push(percentile(waitsMs, 0.99) - percentile(world.proxy.serverTimesMs, 0.99))
      // What so many callers cost this machine when there is nothing to wait for.
      const again = await Promise.all(
        workers.map((worker) => worker.request('ask', { sellerIds, callers })),
      )
      const againMs = again.flatMap((each) => each.waitsMs)
      idleWaitsMs.push(percentile(againMs, 0.99))
    }
    bounds.equal('lost', (await world.lost()).length, 0)
    return {
      run: `R01 refresh storm, ${kind}`,
      size: `${rounds} rounds of ${processes} processes × ${callers} callers × ${sellers} sellers`,
      figures: {
        requests,
        failures,
        'old tokens served': oldServed,
        'p99 wait above server time, median round, ms': percentile(overheadsMs, 0.5),
        'worst round, ms': Math.max(...overheadsMs),
        'p99 wait with nothing due, median round, ms': percentile(idleWaitsMs, 0.5),
      },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

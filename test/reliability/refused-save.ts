import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import { untilRenewedMs, World } from './world.ts'

/** For a renewal by another process, and some for a busy machine. */
const longestWaitMs = 3_000

/** R04: the store takes leases and refuses saves, while the provider has rotated already. */
export async function refusedSave(
  kind: StoreKind,
  { sellers, refusedMs }: { sellers: number; refusedMs: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers })
  const bounds = new Bounds()
  try {
    await world.linkAll()
    // It is asked for the new tokens, so its callers wait for them.
    const holder = await world.worker({ isGated: true, renewalWaitMs: untilRenewedMs })
    const other = await world.worker()
    await world.makeDue()
    let isRefused = true
    let refusals = 0
    holder.gate = ({ operation, when }) => {
      if (operation !== 'save' || when !== 'before' || !isRefused) return 'go'
      refusals += 1
      return 'fail'
    }
    const sellerIds = [...world.sellerIds]
    let first = await holder.request('ask', { sellerIds, callers: 1 })
    // A store that is too slow for a lease leaves a seller for the next time.
    let requests = world.granted('refresh_token')
    while (requests < sellers) {
      first = await holder.request('ask', { sellerIds, callers: 1 })
      requests += world.granted('refresh_token')
    }
    // The other one finds every lease taken until the pairs are saved, and serves what it has.
    const meanwhile = await other.request('ask', { sellerIds, callers: 1 })
    for (const sellerId of sellerIds) {
      const token = world.firstTokens.get(sellerId) ?? ''
      bounds.equal('their tokens elsewhere', meanwhile.tokens[sellerId]?.join() ?? '', token)
    }
    for (const endMs = Date.now() + refusedMs; Date.now() < endMs; await sleep(200)) {
      const again = await holder.request('ask', { sellerIds, callers: 1 })
      bounds.equal('callers during the refusal', again.failures.join(), '')
      for (const sellerId of sellerIds) {
        const [token = ''] = first.tokens[sellerId] ?? []
        bounds.equal('their tokens', again.tokens[sellerId]?.join() ?? '', token)
      }
    }
    isRefused = false
    bounds.equal('close', await holder.request('close', { timeoutMs: 10_000 }), 'closed')
    const second = await other.request('ask', { sellerIds, callers: 1 })
    const failures = [first, meanwhile, second].flatMap((each) => each.failures)
    bounds.equal('failed callers', failures.join(), '')
    for (const sellerId of sellerIds) {
      const [token = ''] = first.tokens[sellerId] ?? []
      bounds.equal('token of the other process', second.tokens[sellerId]?.join() ?? '', token)
    }
    requests += world.granted('refresh_token')
    bounds.equal('requests', requests, sellers)
    bounds.equal('refused saves', refusals >= sellers ? 'all' : refusals, 'all')
    bounds.withinMs('wait of the other process', Math.max(...meanwhile.waitsMs), longestWaitMs)
    const lost = await world.lost()
    bounds.equal('lost', lost.length, 0)
    return {
      run: `R04 refused save, ${kind}`,
      size: `${sellers} sellers, ${refusedMs / 1000} s`,
      figures: {
        requests,
        'refused saves': refusals,
        lost: lost.length,
        'longest wait of the other process, ms': Math.max(...meanwhile.waitsMs),
      },
      broken: bounds.broken,
      late: bounds.late,
    }
  } finally {
    await world.close()
  }
}

import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import { World } from './world.ts'

const leaseLengths = [0.5, 1, 3, 10]

/** R02: the provider takes from half a lease to ten of them, and two processes want its response. */
export async function slowServer(
  kind: StoreKind,
  { leaseMs }: { leaseMs: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers: leaseLengths.length })
  const bounds = new Bounds()
  try {
    await world.linkAll()
    // Nobody is content with the token at hand.
    const patience = { timeoutMs: 20 * leaseMs, renewalWaitMs: 60 * leaseMs }
    const workers = await world.workers(2, { leaseMs, ...patience })
    await world.makeDue()
    const lengthOf = new Map(world.sellerIds.map((id, index) => [id, leaseLengths[index] ?? 0]))
    world.proxy.fault = ({ sellerId }) => ({ delayMs: (lengthOf.get(sellerId) ?? 0) * leaseMs })
    const sellerIds = [...world.sellerIds]
    const responses = await Promise.all(
      workers.map((worker) => worker.request('ask', { sellerIds, callers: 20 })),
    )
    const requests = world.granted('refresh_token')
    const tokens = new Set(responses.flatMap((each) => Object.values(each.tokens).flat()))
    bounds.equal('failed callers', responses.flatMap((each) => each.failures).join(), '')
    bounds.equal('different tokens', tokens.size, sellerIds.length)
    for (const [sellerId, length] of lengthOf) {
      bounds.equal(`${length} leases, requests`, world.proxy.sentFor(sellerId), 1)
      const { lostReason } = (await world.judge.status(sellerId)) ?? {}
      bounds.equal(`${length} leases, mark`, lostReason ?? 'none', 'none')
    }
    bounds.equal('requests', requests, sellerIds.length)
    bounds.equal('lost', (await world.lost()).length, 0)
    return {
      run: `R02 slow server, ${kind}`,
      size: `${leaseLengths.join(', ')} leases of ${leaseMs} ms, 2 processes`,
      figures: { requests },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

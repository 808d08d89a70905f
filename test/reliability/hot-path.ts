import { Bounds, percentile, type Report } from './report.ts'
import { World } from './world.ts'

/** What it costs to ask for a token that is at hand. The time is shown, not judged. */
export async function hotPath({
  rounds,
  calls,
}: {
  rounds: number
  calls: number
}): Promise<Report> {
  const world = await World.open('sqlite', { sellers: 1 })
  const bounds = new Bounds()
  try {
    await world.linkAll()
    const [sellerId = ''] = world.sellerIds
    const sellers = world.machine([world.encryptionKey], { cacheMs: 600_000 })
    const expected = await sellers.accessToken(sellerId)
    const perCallNs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const startedAt = process.hrtime.bigint()
      for (let call = 0; call < calls; call++) {
        if ((await sellers.accessToken(sellerId)) !== expected) bounds.equal('token', 'another', '')
      }
      perCallNs.push(Number(process.hrtime.bigint() - startedAt) / calls)
    }
    bounds.equal('requests', world.granted('refresh_token'), 0)
    return {
      run: 'hot path',
      size: `${rounds} rounds of ${calls} calls`,
      figures: { 'median, ns a call': percentile(perCallNs, 0.5) },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

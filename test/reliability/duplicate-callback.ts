import { createAuthorizationFlow } from 'mercadopago-oauth'
import { CookieRecord } from './cookie-record.ts'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import { World } from './world.ts'

const processes = 4

/** R10: the same callback arrives many times at once, at several processes. */
export async function duplicateCallback(
  kind: StoreKind,
  { rounds, times }: { rounds: number; times: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers: 1 })
  const bounds = new Bounds()
  let requests = 0
  let links = 0
  try {
    const workers = await world.workers(processes)
    const client = world.clientOf(world.proxy.url)
    const flow = createAuthorizationFlow({ client, clock: () => world.now() })
    for (let round = 1; round <= rounds; round++) {
      const cookies = new CookieRecord()
      const { authorizationUrl } = flow.start({ cookies })
      const { search } = new URL(await world.sandbox.approve(authorizationUrl))
      const outcomes = await Promise.all(
        workers.map((worker, index) =>
          worker.request('finish', {
            query: search,
            cookies: cookies.values,
            times: Math.floor((times + index) / processes),
          }),
        ),
      )
      const all = outcomes.flat()
      const linked = all.filter((outcome) => outcome === 'linked').length
      const consumed = all.filter((outcome) => outcome === 'state_consumed').length
      const granted = world.granted('authorization_code')
      bounds.equal(`round ${round}, links`, linked, 1)
      bounds.equal(`round ${round}, state_consumed`, consumed, times - 1)
      bounds.equal(`round ${round}, token requests`, granted, 1)
      requests += granted
      links += linked
    }
    return {
      run: `R10 duplicate callback, ${kind}`,
      size: `${rounds} rounds of ${times} at once over ${processes} processes`,
      figures: { 'token requests': requests, links },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

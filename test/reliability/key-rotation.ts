import { randomBytes } from 'node:crypto'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import type { WorkerProcess } from './worker-process.ts'
import { inParallel, World } from './world.ts'

/** For so long one renewal is held back at most. */
const longestRewrapMs = 300_000
const savesBeforeKill = 5
/** More at once would only wait for each other. */
const askedAtOnce = 20

/** R11: every seller is renewed while all records are sealed anew by processes that are killed at it. */
export async function keyRotation(
  kind: StoreKind,
  { sellers, kills }: { sellers: number; kills: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers })
  const bounds = new Bounds()
  const newKey = randomBytes(32).toString('base64')
  const encryptionKeys = [newKey, world.encryptionKey]
  try {
    await world.linkAll()
    const renewing = await world.workers(2, { encryptionKeys, timeoutMs: longestRewrapMs })
    const asking = await world.worker({ encryptionKeys })
    const rewrapping = await world.workers(kills, { encryptionKeys, isGated: true })
    const last = await world.worker({ encryptionKeys })
    await world.makeDue()

    // The last one's renewal lasts until the last rewrap is under way, and is then put off.
    const putOff = world.sellerIds.at(-1)
    const sellerIds = world.sellerIds.slice(0, -1)
    let refuse: () => void = () => {}
    const refusedAfter = new Promise<void>((resolve) => {
      refuse = resolve
    })
    let delayMs = 300
    world.proxy.fault = ({ sellerId }) => (sellerId === putOff ? { refusedAfter } : { delayMs })
    const sweeps = renewing.map((worker) => worker.request('sweep', { concurrency: 4 }))
    const asked = asking.request('ask', {
      sellerIds: sellerIds.slice(0, askedAtOnce),
      callers: 1,
    })
    // Behind the sweeps, which begin with the first, there would be nothing left to do.
    const middle = sellerIds[Math.floor(sellers / 2)]
    for (const worker of rewrapping) {
      const isAtIt = await runUntilSaves(worker, savesBeforeKill, middle)
      bounds.equal('killed at it', String(isAtIt), 'true')
      await world.kill(worker)
    }
    delayMs = 20
    const rewrap = last.request('rewrap', {})
    refuse()
    const { rewrapped } = await rewrap
    const responses = await asked
    const swept = await Promise.all(sweeps)

    const failures = [...swept.flatMap((each) => each.failures), ...responses.failures]
    bounds.equal('failures', failures.join(), 'upstream_rate_limited')
    const requests = world.granted('refresh_token')
    bounds.equal('requests', requests, sellers - 1)
    let integrityFailures = 0
    for (const worker of [...renewing, asking, last]) {
      integrityFailures += (await worker.request('events', {})).integrityFailures
    }
    bounds.equal('tokens that do not open', integrityFailures, 0)
    bounds.equal('a second time', (await last.request('rewrap', {})).rewrapped, 0)

    const onlyNewKey = world.machine([newKey])
    await inParallel(world.sellerIds, 8, async (sellerId) => {
      await onlyNewKey.accessToken(sellerId).catch((error: Error) => {
        bounds.equal('with the new key alone', error.message, 'a token')
      })
    })
    bounds.equal('lost', (await world.lost(world.sellerIds, [newKey])).length, 0)
    return {
      run: `R11 key rotation, ${kind}`,
      size: `${sellers - 1} renewals, rewrap killed ${kills} times`,
      figures: {
        requests,
        'tokens that do not open': integrityFailures,
        'sealed anew by the last run': rewrapped,
      },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

/** Whether the worker came to seal so many records anew, before it had come past all. */
async function runUntilSaves(
  worker: WorkerProcess,
  saves: number,
  after: string | undefined,
): Promise<boolean> {
  let left = saves
  return await new Promise<boolean>((resolve) => {
    worker.gate = ({ operation, when }) => {
      if (operation !== 'save' || when !== 'after') return 'go'
      left -= 1
      if (left > 0) return 'go'
      resolve(true)
      return new Promise(() => {})
    }
    worker.request('rewrap', { after }).then(
      () => resolve(false),
      () => {},
    )
  })
}

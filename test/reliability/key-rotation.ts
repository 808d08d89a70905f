import { randomBytes } from 'node:crypto'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import type { WorkerProcess } from './worker-process.ts'
import { inParallel, World } from './world.ts'

/** For so long one renewal is held back. */
const longestRewrapMs = 300_000
/** More at once would only wait for each other. */
const askedAtOnce = 50

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

    // The first one's renewal lasts until all is sealed anew, and is then put off.
    const [putOff = '', ...sellerIds] = world.sellerIds
    let refuse: () => void = () => {}
    const refusedAfter = new Promise<void>((resolve) => {
      refuse = resolve
    })
    world.proxy.fault = ({ sellerId }) => (sellerId === putOff ? { refusedAfter } : { delayMs: 20 })
    const sweeps = renewing.map((worker) => worker.request('sweep', { concurrency: 4 }))
    const asked = asking.request('ask', {
      sellerIds: sellerIds.slice(-askedAtOnce),
      callers: 1,
    })
    for (const worker of rewrapping) {
      await runUntilSaves(worker, Math.ceil(sellers / (8 * kills)))
      await world.kill(worker)
    }
    const { rewrapped } = await last.request('rewrap', {})
    const answers = await asked
    refuse()
    const swept = await Promise.all(sweeps)

    const failures = [...swept.flatMap((each) => each.failures), ...answers.failures]
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

/** Resolves when the worker has sealed so many records anew, or all of them. */
async function runUntilSaves(worker: WorkerProcess, saves: number): Promise<void> {
  let left = saves
  await new Promise<void>((resolve) => {
    worker.gate = ({ operation, when }) => {
      if (operation !== 'save' || when !== 'after') return 'go'
      left -= 1
      if (left > 0) return 'go'
      resolve()
      return new Promise(() => {})
    }
    worker.request('rewrap', {}).then(
      () => resolve(),
      () => {},
    )
  })
}

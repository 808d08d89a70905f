import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreKind } from './database.ts'
import type { Step, Verdict } from './gate.ts'
import { Bounds, type Report } from './report.ts'
import type { AccessResults, SeenEvents } from './worker.ts'
import { untilRenewedMs, World } from './world.ts'

const leaseMs = 1_000
const callers = 3
const longestWaitMs = 60_000

/**
 * K24: a process stands still for longer than its lease, while the provider's responses are on their way. Others
 * send the same refresh tokens and are refused. One of them looks for the pair long enough, the other one gives
 * up before the first process goes on, and marks sellers who are not lost.
 */
export async function pausedHolder(
  kind: StoreKind,
  { sellers }: { sellers: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers })
  const bounds = new Bounds()
  try {
    await world.linkAll()
    // All sellers are renewed at once, and callers wait for what comes of it.
    const settings = { leaseMs, renewalWaitMs: untilRenewedMs, maxRenewals: sellers }
    const holder = await world.worker({ ...settings, isGated: true })
    const patient = await world.worker({ ...settings, settleMs: 60_000 })
    const hasty = await world.worker({ ...settings, settleMs: 100, cacheMs: 1 })
    await world.makeDue()
    const { isPaused, pause } = pausing()
    const work = new StoreWork()
    holder.gate = (step) => work.gate(step)
    world.proxy.fault = ({ sellerId }) =>
      world.proxy.sentFor(sellerId) === 1 ? { respondedAfter: isPaused } : 'none'
    const [early, late] = halves(world.sellerIds)

    const held = holder.request('ask', { sellerIds: [...world.sellerIds], callers })
    await requestsOf(1)
    // One that stopped in the middle of a write would keep a SQLite file locked.
    await work.stop()
    holder.pause()
    pause()
    const patientAsked = patient.request('ask', { sellerIds: early, callers })
    const hastyGot = await hasty.request('ask', { sellerIds: late, callers })
    await requestsOf(2)
    const marked = await hasty.request('events', {})
    holder.resume()
    work.goOn()
    const [holderGot, patientGot] = await Promise.all([held, patientAsked])

    const seen = {
      holder: await holder.request('events', {}),
      patient: await patient.request('events', {}),
    }
    const failures = [holderGot, patientGot, hastyGot].flatMap((each) => each.failures)
    const hastyAgain = await hasty.request('ask', { sellerIds: late, callers })
    bounds.equal('failed callers', [...failures, ...hastyAgain.failures].join(), '')
    bounds.equal('marked by the one that gave up', namesOf(marked.lost), namesOfLost(late))
    bounds.equal('taken back by the holder', namesOf(seen.holder.recovered), namesOfLost(late))
    bounds.equal('marked by the others', seen.holder.lost.length + seen.patient.lost.length, 0)
    for (const sellerId of early) {
      bounds.equal('token', tokenOf(patientGot, sellerId), tokenOf(holderGot, sellerId))
    }
    for (const sellerId of late) {
      const first = world.firstTokens.get(sellerId) ?? ''
      bounds.equal('token after the mark', tokenOf(hastyGot, sellerId), first)
      bounds.equal('token afterwards', tokenOf(hastyAgain, sellerId), tokenOf(holderGot, sellerId))
    }
    for (const sellerId of world.sellerIds) {
      const { state } = (await world.judge.status(sellerId)) ?? {}
      bounds.equal('state', state ?? '', 'linked')
      bounds.equal('requests', world.proxy.sentFor(sellerId), 2)
    }
    const lost = await world.lost()
    bounds.equal('lost', lost.length, 0)
    return {
      run: `K24 paused holder, ${kind}`,
      size: `${sellers} sellers, leases of ${leaseMs} ms`,
      figures: {
        'marked too soon': marked.lost.length,
        recovered: seen.holder.recovered.length,
        lost: lost.length,
      },
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }

  /** Waits until the provider has been asked so often for each seller. */
  async function requestsOf(count: number): Promise<void> {
    const endsAtMs = Date.now() + longestWaitMs
    while (world.sellerIds.some((sellerId) => world.proxy.responsesFor(sellerId) < count)) {
      if (Date.now() > endsAtMs) throw new Error(`not all were asked for ${count} times`)
      await sleep(20)
    }
  }
}

/** What a process does at its store; it can be stopped between two operations. */
class StoreWork {
  #running = 0
  #stopped: (() => void) | undefined
  goOn: () => void = () => {}
  #mayBegin: Promise<void> = Promise.resolve()

  async gate({ operation, when }: Step): Promise<Verdict> {
    if (operation === 'refreshTokenGrant') return 'go'
    if (when === 'before') await this.#mayBegin
    this.#running += when === 'before' ? 1 : -1
    if (this.#running === 0) this.#stopped?.()
    return 'go'
  }

  /** Lets nothing more begin; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#mayBegin = new Promise((resolve) => {
      this.goOn = resolve
    })
    await new Promise<void>((resolve) => {
      this.#stopped = resolve
      if (this.#running === 0) resolve()
    })
  }
}

function pausing(): { isPaused: Promise<void>; pause: () => void } {
  let pause = () => {}
  const isPaused = new Promise<void>((resolve) => {
    pause = resolve
  })
  return { isPaused, pause }
}

function halves(sellerIds: readonly string[]): [string[], string[]] {
  const middle = Math.ceil(sellerIds.length / 2)
  return [sellerIds.slice(0, middle), sellerIds.slice(middle)]
}

function namesOf(events: SeenEvents['lost']): string {
  return events
    .map(({ sellerId, reason }) => `${sellerId} ${reason}`)
    .sort()
    .join()
}

function namesOfLost(sellerIds: readonly string[]): string {
  return namesOf(sellerIds.map((sellerId) => ({ sellerId, reason: 'rotation_lost' })))
}

function tokenOf({ tokens }: AccessResults, sellerId: string): string {
  return tokens[sellerId]?.join() ?? ''
}

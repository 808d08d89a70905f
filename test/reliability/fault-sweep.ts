import type { StoreKind } from './database.ts'
import type { NetworkFault } from './fault-proxy.ts'
import type { Step, Verdict } from './gate.ts'
import { Bounds, type Report } from './report.ts'
import type { WorkerProcess } from './worker-process.ts'
import { inParallel, untilRenewedMs, World } from './world.ts'

const faults = [
  'fail before',
  'fail after',
  'hang before',
  'hang after',
  'kill before',
  'kill after',
  'answer 429',
  'answer 503',
] as const
type Fault = (typeof faults)[number]

/** What a fault of the request itself is on the network. */
const onNetwork: Record<Fault, NetworkFault> = {
  'fail before': 'cut before',
  'fail after': 'cut after',
  'hang before': 'hold before',
  'hang after': 'hold after',
  'kill before': 'none',
  'kill after': 'hold after',
  'answer 429': 'answer 429',
  'answer 503': 'answer 503',
}

/** More operations than a renewal has, beats of its lease aside. */
const mostOperations = 6
/**
 * The operation that goes wrong: the first, the second and so on, or a beat: the lease is taken again while the
 * request is under way. How many beats there are depends on how fast the machine is, so they are not counted.
 */
type Place = number | 'beat'
const places: readonly Place[] = [
  ...Array.from({ length: mostOperations }, (_, i) => i + 1),
  'beat',
]

// Long enough that only a fault meets them, also on a busy machine. Callers wait for the end of the renewal:
// one who was content with the token at hand would say that it is over while it is under way.
const deadlines = {
  storeTimeoutMs: 4_000,
  timeoutMs: 15_000,
  leaseMs: 3_000,
  renewalWaitMs: untilRenewedMs,
}
/** Every wait has a deadline, and a renewal has a handful of them. */
const longestCallMs = 24_000

/** One renewal of one seller, in which one operation goes wrong. */
class Case {
  readonly sellerId: string
  readonly fault: Fault
  readonly place: Place
  /** The operation that went wrong; absent when the renewal was over before. */
  hit: Step | undefined
  readonly steps: Step[] = []
  killed: () => void = () => {}
  /** The provider has rotated, and its response waits for the beat that goes wrong. */
  isResponseHeld = false
  readonly isBeaten: Promise<void>
  #response: () => void = () => {}
  #begun = 0

  constructor(sellerId: string, fault: Fault, place: Place) {
    this.sellerId = sellerId
    this.fault = fault
    this.place = place
    this.isBeaten = new Promise((resolve) => {
      this.#response = resolve
    })
  }

  get isKill(): boolean {
    return this.fault.startsWith('kill')
  }

  get isRequestHit(): boolean {
    return this.hit?.operation === 'refreshTokenGrant'
  }

  get name(): string {
    const { operation = 'no operation' } = this.hit ?? {}
    return `${this.fault} at ${this.place} (${operation})`
  }

  /** Whether the pair that the provider gave never reached the process, or died with it unsaved. */
  get isLost(): boolean {
    if (this.hit === undefined) return false
    if (this.place === 'beat') return this.isKill
    const isUnsaved = this.fault === 'kill before' && this.hit.operation === 'save'
    return isUnsaved || (this.isRequestHit && this.fault.endsWith('after'))
  }

  async gate(step: Step): Promise<Verdict> {
    const isBeat = step.operation === 'lease' && this.#hasLease()
    this.steps.push(step)
    if (!isBeat && step.when === 'before') this.#begun += 1
    if (this.hit !== undefined || !this.#isHere(isBeat)) return 'go'
    const isRequest = step.operation === 'refreshTokenGrant'
    if (isRequest && this.fault !== 'kill before') {
      // The proxy does it.
      this.hit = step
      return 'go'
    }
    if (this.fault.startsWith('answer') || !this.fault.endsWith(step.when)) return 'go'
    this.hit = step
    this.#response()
    if (this.fault.startsWith('fail')) return 'fail'
    if (this.isKill) this.killed()
    return await new Promise(() => {})
  }

  #hasLease(): boolean {
    return this.steps.some(({ operation, when }) => operation === 'lease' && when === 'after')
  }

  #isHere(isBeat: boolean): boolean {
    return this.place === 'beat'
      ? isBeat && this.isResponseHeld
      : !isBeat && this.#begun === this.place
  }
}

/**
 * R06: in each renewal another operation of the store or the network fails, hangs or is the process's
 * last, until a renewal meets no fault. Then all that is promised is checked, from another process.
 */
export async function faultSweep(kind: StoreKind): Promise<Report> {
  const planned = faults.flatMap((fault) =>
    places
      .filter((place) => place !== 'beat' || !fault.startsWith('answer'))
      .map((place) => ({ fault, place })),
  )
  const world = await World.open(kind, { sellers: planned.length })
  const bounds = new Bounds()
  const cases = planned.map(
    ({ fault, place }, index) => new Case(world.sellerIds[index] ?? '', fault, place),
  )
  const bySeller = new Map(cases.map((each) => [each.sellerId, each]))
  try {
    await world.linkAll()
    await world.makeDue()
    world.proxy.fault = ({ sellerId }) => {
      const found = bySeller.get(sellerId)
      if (found?.place === 'beat') return { respondedAfter: found.isBeaten }
      return found?.isRequestHit ? onNetwork[found.fault] : 'none'
    }
    world.proxy.held = ({ sellerId }) => {
      const found = bySeller.get(sellerId)
      if (found === undefined) return
      found.isResponseHeld = true
      if (found.isRequestHit && found.isKill) found.killed()
    }
    const shared = await startWorker()
    await Promise.all(cases.filter(({ isKill }) => !isKill).map((each) => run(shared, each)))
    await inParallel(
      cases.filter(({ isKill }) => isKill),
      3,
      runToItsEnd,
    )
    bounds.equal('close', await shared.request('close', { timeoutMs: 10_000 }), 'closed')
    // A renewal without a response is tried again after a minute, more or less.
    world.advance({ minutes: 2 })
    await Promise.all(cases.map(check))
    for (const fault of faults) {
      const isOver = cases.some((each) => each.fault === fault && each.hit === undefined)
      bounds.equal(`${fault}, a renewal without a fault`, String(isOver), 'true')
    }
    const hits = cases.filter((each) => each.hit !== undefined)
    return {
      run: `R06 fault sweep, ${kind}`,
      size: `${cases.length} renewals, ${faults.length} kinds of fault`,
      figures: {
        'faults met': hits.length,
        'kinds of fault met': new Set(hits.map(({ fault }) => fault)).size,
        'beats met': hits.filter(({ place }) => place === 'beat').length,
        'answers lost on the way': hits.filter((each) => each.isRequestHit && each.isLost).length,
        'lost where that cannot be helped': hits.filter((each) => each.isLost).length,
      },
      broken: bounds.broken,
      late: bounds.late,
    }
  } finally {
    await world.close()
  }

  async function startWorker(): Promise<WorkerProcess> {
    // All renewals of a worker run at once, and each is to begin.
    const maxRenewals = planned.length
    const worker = await world.worker({ ...deadlines, maxRenewals, isGated: true })
    worker.gate = (step) => bySeller.get(step.sellerId ?? '')?.gate(step) ?? 'go'
    return worker
  }

  async function run(worker: WorkerProcess, { sellerId, ...of }: Case): Promise<void> {
    const responses = await worker.request('ask', { sellerIds: [sellerId], callers: 3 })
    const failures = responses.failures.filter((code) => code !== 'store_unavailable')
    bounds.equal(`${of.fault} at ${of.place}, failures`, failures.join(), '')
    bounds.withinMs(`${of.fault} at ${of.place}`, Math.max(...responses.waitsMs), longestCallMs)
  }

  async function runToItsEnd(each: Case): Promise<void> {
    const worker = await startWorker()
    const isAtItsEnd = new Promise<void>((resolve) => {
      each.killed = resolve
    })
    await Promise.race([isAtItsEnd, run(worker, each)])
    await world.kill(worker)
  }

  async function check(each: Case): Promise<void> {
    const { sellerId, name } = each
    const token = await world.judge.accessToken(sellerId)
    const { lostReason = 'none' } = (await world.judge.status(sellerId)) ?? {}
    bounds.equal(`${name}, token`, String(await world.isAccepted(token)), 'true')
    bounds.atMost(`${name}, requests`, world.proxy.sentFor(sellerId), 1)
    const operations = each.steps.map(({ operation, when }) => `${operation} ${when}`)
    const request = operations.indexOf('refreshTokenGrant before')
    const isProven = request === -1 || operations.slice(0, request).includes('lease after')
    bounds.equal(`${name}, lease before the request`, String(isProven), 'true')
    const isLost = (await world.lost([sellerId])).length === 1
    bounds.equal(name, isLost ? 'lost' : 'kept', each.isLost ? 'lost' : 'kept')
    bounds.equal(`${name}, mark`, lostReason, isLost ? 'rotation_lost' : 'none')
  }
}

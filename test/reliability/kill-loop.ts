import type { StoreKind } from './database.ts'
import type { Step } from './gate.ts'
import { Bounds, type Report } from './report.ts'
import type { WorkerProcess } from './worker-process.ts'
import { inParallel, untilRenewedMs, World } from './world.ts'

/** Where in a renewal the process dies. */
const phases = [
  'before the request is sent',
  'while the answer is held back',
  'before the save',
  'during the save',
  'after the save',
  'after the lease',
] as const
type Phase = (typeof phases)[number]

/** The phases between rotation and confirmed save, where a seller can be lost. */
const isLossPossible: ReadonlySet<Phase> = new Set<Phase>([
  'while the answer is held back',
  'before the save',
  'during the save',
])

const leaseMs = 1_000

/**
 * R03: `kill -9` at every point of a renewal. Before the request and after the save nothing is lost; in
 * between, a loss is found and reported by the next who asks, at the cost of one request.
 */
export async function killLoop(
  kind: StoreKind,
  { kills, width }: { kills: number; width: number },
): Promise<Report> {
  const world = await World.open(kind, { sellers: kills })
  const bounds = new Bounds()
  const reported = new Map<string, string>()
  const holds = new Map<string, () => void>()
  const lossesByPhase = new Map<Phase, number>()
  world.judge.on('reauthorizationRequired', ({ sellerId, reason }) => {
    bounds.equal(`${sellerId} reported`, reported.has(sellerId) ? 'again' : 'once', 'once')
    reported.set(sellerId, reason)
  })
  try {
    await world.linkAll()
    await world.makeDue()
    const phaseOf = new Map(
      world.sellerIds.map((sellerId, index) => [sellerId, phases[index % phases.length] as Phase]),
    )
    world.proxy.fault = ({ sellerId }) =>
      phaseOf.get(sellerId) === 'while the answer is held back' ? 'hold after' : 'none'
    world.proxy.held = ({ sellerId }) => holds.get(sellerId)?.()

    let spare = startSpare()
    function startSpare(): Promise<WorkerProcess> {
      // Its caller waits for the end of the renewal: one who was content with the token at hand would say that
      // it is over while it is under way.
      return world.worker({ leaseMs, renewalWaitMs: untilRenewedMs, isGated: true })
    }
    await inParallel(world.sellerIds, width, async (sellerId) => {
      const phase = phaseOf.get(sellerId) as Phase
      const starting = spare
      spare = startSpare()
      const worker = await starting
      await runUntil(worker, sellerId, phase, holds)
      await world.kill(worker)
      await judge(sellerId, phase)
    })
    await spare

    async function judge(sellerId: string, phase: Phase): Promise<void> {
      const what = `killed ${phase}`
      const token = await world.judge.accessToken(sellerId)
      const sent = world.proxy.sentFor(sellerId)
      const lostReason = (await world.judge.status(sellerId))?.lostReason
      const isOld = token === world.firstTokens.get(sellerId)
      if (!(await world.isAccepted(token))) bounds.equal(`${what}, access token`, 'refused', '')
      const isLost = (await world.lost([sellerId])).length === 1
      bounds.equal(`${what}, reason`, lostReason ?? '', isLost ? 'rotation_lost' : '')
      bounds.equal(`${what}, event`, reported.get(sellerId) ?? '', isLost ? 'rotation_lost' : '')
      bounds.equal(`${what}, old token`, String(isOld), String(isLost))
      bounds.atMost(`${what}, requests of the process`, sent, 1)
      if (isLost) {
        lossesByPhase.set(phase, (lossesByPhase.get(phase) ?? 0) + 1)
        if (!isLossPossible.has(phase)) bounds.equal(what, 'lost', 'kept')
      }
    }
    const unreported = [...lossesByPhase.values()].reduce((sum, each) => sum + each, 0)
    bounds.equal('reports', reported.size, unreported)
    return {
      run: `R03 kill loop, ${kind}`,
      size: `${kills} kills over ${phases.length} phases`,
      figures: Object.fromEntries(
        phases.map((phase) => [`lost ${phase}`, lossesByPhase.get(phase) ?? 0]),
      ),
      broken: bounds.broken,
    }
  } finally {
    await world.close()
  }
}

/** Resolves when the worker is at the point where it is to die, and stands still there. */
async function runUntil(
  worker: WorkerProcess,
  sellerId: string,
  phase: Phase,
  holds: Map<string, () => void>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    holds.set(sellerId, resolve)
    worker.gate = (step) => {
      if (!isAt(step, phase)) return 'go'
      if (phase !== 'during the save') {
        resolve()
        return new Promise(() => {})
      }
      // The save is on its way when the kill comes; which of them is first, nobody knows.
      setTimeout(resolve, Math.random() * 5)
      return 'go'
    }
    const asked = worker.request('ask', { sellerIds: [sellerId], callers: 1 })
    asked.then(() => (phase === 'after the lease' ? resolve() : undefined)).catch(() => {})
    asked.then(
      ({ failures }) => {
        if (failures.length > 0) reject(new Error(`a worker failed by itself: ${failures}`))
      },
      () => {},
    )
  })
}

function isAt({ operation, when }: Step, phase: Phase): boolean {
  if (phase === 'before the request is sent') {
    return operation === 'refreshTokenGrant' && when === 'before'
  }
  if (operation !== 'save') return false
  if (phase === 'after the save') return when === 'after'
  return when === 'before' && (phase === 'before the save' || phase === 'during the save')
}

import type { ReplayGuard } from '../flow/replay-guard.ts'

/** After so many tries that never finished, a delivery counts as finished. */
const mostTries = 32

/** Does the work of each delivery until it is done, and does not do it again then. */
export interface Deliveries {
  /**
   * Does the work of a delivery unless it was done before, on whatever machine. Copies that come meanwhile to
   * this process share its outcome; on another machine the work may be done twice.
   */
  once(key: string, forgetAt: Date, work: () => Promise<void>): Promise<void>
}

/**
 * Remembers finished deliveries by a guard that can only claim. A claim cannot be given back, so it does not say
 * that the work is done: the n-th try claims the n-th turn before the work, and the n-th end after it. A try that
 * finds turns taken checks whether the end of the last one is taken too. If so, that try finished. If not, it
 * failed, its process died, or it is still at work.
 */
export function createDeliveries(guard: ReplayGuard): Deliveries {
  const underWay = new Map<string, Promise<void>>()

  async function takeTurn(key: string, forgetAt: Date): Promise<number> {
    for (let turn = 0; turn < mostTries; turn++) {
      if (await guard.claim(`${key}-${turn}`, forgetAt)) return turn
    }
    return mostTries
  }

  async function tried(key: string, forgetAt: Date, work: () => Promise<void>): Promise<void> {
    const end = (turn: number) => guard.claim(`${key}-${turn}-end`, forgetAt)
    const turn = await takeTurn(key, forgetAt)
    if (turn === mostTries) return
    const isDone = turn > 0 && !(await end(turn - 1))
    if (!isDone) await work()
    await end(turn)
  }

  return {
    once(key, forgetAt, work) {
      const running = underWay.get(key)
      if (running !== undefined) return running
      const flight = tried(key, forgetAt, work).finally(() => underWay.delete(key))
      underWay.set(key, flight)
      return flight
    },
  }
}

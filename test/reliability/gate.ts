import type { Client, TokenStore } from 'mercadopago-oauth'

/** A moment in a worker's life: an operation of a seller that is about to begin, or has just ended. */
export interface Step {
  readonly operation: keyof TokenStore | 'refreshTokenGrant'
  readonly sellerId: string | undefined
  readonly when: 'before' | 'after'
}

/** `fail` after an operation: it took effect, but its caller is told that it failed. */
export type Verdict = 'go' | 'fail'

/** Asks whether to go on. One that never settles makes the operation hang. */
export type Gate = (step: Step) => Promise<Verdict>

/** The store with a gate before and after each operation. */
export function gatedStore<Store extends TokenStore>(store: Store, gate: Gate): Store {
  return new Proxy(store, {
    get(target, operation: keyof TokenStore) {
      const method = target[operation] as (...args: unknown[]) => Promise<unknown>
      return (...args: unknown[]) =>
        gated(gate, { operation, sellerId: sellerIdOf(args[0]) }, () => method.apply(target, args))
    },
  })
}

/** The client with a gate before and after each refresh. */
export function gatedClient(client: Client, gate: Gate): Client {
  return {
    ...client,
    refreshTokenGrant(refreshToken) {
      const step = { operation: 'refreshTokenGrant', sellerId: refreshToken.split('-')[2] } as const
      return gated(gate, step, () => client.refreshTokenGrant(refreshToken))
    },
  }
}

async function gated<T>(gate: Gate, step: Omit<Step, 'when'>, work: () => Promise<T>): Promise<T> {
  await pass(gate, { ...step, when: 'before' })
  const result = await work()
  await pass(gate, { ...step, when: 'after' })
  return result
}

async function pass(gate: Gate, step: Step): Promise<void> {
  if ((await gate(step)) === 'fail') throw new Error(`${step.operation} fails here, by order`)
}

function sellerIdOf(argument: unknown): string | undefined {
  const { sellerId } = Object(argument) as { sellerId?: unknown }
  return typeof sellerId === 'string' ? sellerId : undefined
}

import { randomInt, randomUUID } from 'node:crypto'
import type { TokenRecord, TokenStore } from '../store/token-store.ts'

/** The functions of a test runner that the contract needs; mocha, vitest, jest and node:test have both. */
export interface ContractRunner {
  /** Groups tests. */
  describe(title: string, body: () => void): unknown
  /** Defines a test. */
  it(title: string, body: () => Promise<void>): unknown
}

/** A store to be tested. It may hold other applications' records: the tests use their own application id. */
export interface StoreUnderTest {
  /** Ready to be used. */
  store: TokenStore
  /** Called after each test. */
  close?: () => Promise<void>
}

/** Opens a store; called once for each test. */
export type OpenStore = () => Promise<StoreUnderTest>

/** Runs one test against a new store, and always closes the store. */
export async function withStore(
  open: OpenStore,
  test: (store: TokenStore, sample: Sample) => Promise<void>,
): Promise<void> {
  const { store, close } = await open()
  try {
    await test(store, new Sample())
  } finally {
    await close?.()
  }
}

/** Records of an application that nobody else uses. */
export class Sample {
  readonly clientId: string = `app-${randomUUID()}`

  record(changes: Partial<TokenRecord> = {}): TokenRecord {
    return {
      clientId: this.clientId,
      sellerId: String(randomInt(1, 2 ** 47)),
      generation: 1_764_000_000_001,
      dueAt: new Date('2027-04-20T10:11:12.345Z'),
      owner: 'shop-1',
      linkedAt: new Date('2026-11-21T10:11:12.345Z'),
      body: '{"v":1,"accessToken":"v1.keyident.nonce.access"}',
      ...changes,
    }
  }

  async saved(store: TokenStore, changes: Partial<TokenRecord> = {}): Promise<TokenRecord> {
    const record = this.record(changes)
    await store.save(record, undefined)
    return record
  }
}

/** A lease that runs out while a test looks on. */
export const shortLeaseMs = 40
export const longLeaseMs = 60_000

/** Repeats a call until its result is the expected one: a test cannot move a store's own clock. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isExpected: (result: T) => boolean,
): Promise<T> {
  const deadlineMs = Date.now() + 5_000
  for (;;) {
    const result = await ask()
    if (isExpected(result)) return result
    if (Date.now() > deadlineMs) throw new Error('the expected result did not come within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

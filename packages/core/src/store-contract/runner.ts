import { randomInt, randomUUID } from 'node:crypto'
import type { TokenRecord, TokenStore } from '../sellers/store/token-store.ts'

/** What is needed of a test runner; mocha, vitest, jest and node:test have both. */
export interface ContractRunner {
  /** Groups tests. */
  describe(title: string, body: () => void): unknown
  /** Defines a test. */
  it(title: string, body: () => Promise<void>): unknown
}

/** A store to be tested. It may hold other applications' records: the tests use an application of their own. */
export interface StoreUnderTest {
  /** Ready to be used. */
  store: TokenStore
  /** Called after each test. */
  close?: () => Promise<void>
}

/** Opens a store; called once for each test. */
export type OpenStore = () => Promise<StoreUnderTest>

/** Runs one test against a store of its own, and closes it whatever happens. */
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

/** Records of an application nobody else uses. */
export class Sample {
  readonly application: string = `app-${randomUUID()}`

  record(changes: Partial<TokenRecord> = {}): TokenRecord {
    return {
      application: this.application,
      sellerId: String(randomInt(1, 2 ** 47)),
      generation: 1_764_000_000_001,
      accessToken: 'v1.keyident.nonce.access',
      refreshToken: 'v1.keyident.nonce.refresh',
      expiresAt: new Date('2027-05-20T10:11:12.345Z'),
      dueAt: new Date('2027-04-20T10:11:12.345Z'),
      lostReason: null,
      owner: 'shop-1',
      scope: 'offline_access read write',
      publicKey: 'APP_USR-key',
      liveMode: true,
      linkedAt: new Date('2026-11-21T10:11:12.345Z'),
      renewedAt: null,
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

/** Asks again until the answer is the expected one: how a store's own clock is waited for. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isExpected: (answer: T) => boolean,
): Promise<T> {
  const deadlineMs = Date.now() + 5_000
  for (;;) {
    const answer = await ask()
    if (isExpected(answer)) return answer
    if (Date.now() > deadlineMs) throw new Error('the expected answer did not come within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

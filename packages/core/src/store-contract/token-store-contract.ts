import { testClaiming } from './claiming.ts'
import { testFailing } from './failing.ts'
import { testLeasing } from './leasing.ts'
import { testListing } from './listing.ts'
import type { ContractRunner, OpenStore } from './runner.ts'
import { testSaving } from './saving.ts'
import { testSingleUse } from './single-use.ts'

export type { ContractRunner, OpenStore, StoreUnderTest } from './runner.ts'

/**
 * The tests every token store must pass, for any test runner.
 *
 * ```ts
 * import { describe, it } from 'node:test'
 * import { testTokenStore } from 'mercadopago-oauth/store-contract'
 *
 * describe('my store', () => testTokenStore({ describe, it }, async () => ({ store, close })))
 * ```
 */
export function testTokenStore(runner: ContractRunner, open: OpenStore): void {
  testSaving(runner, open)
  testLeasing(runner, open)
  testClaiming(runner, open)
  testListing(runner, open)
  testSingleUse(runner, open)
  testFailing(runner, open)
}

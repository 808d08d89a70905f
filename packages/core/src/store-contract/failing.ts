import assert from 'node:assert/strict'
import type { TokenRecord, TokenStore } from '../store/token-store.ts'
import { type ContractRunner, type OpenStore, withStore } from './runner.ts'

/** Values that the contract excludes, so that a store may refuse them. */
const noText = '\ud800'
const noDate = new Date(Number.NaN)
const noNumber = Number.NaN

type Call = (store: TokenStore, record: TokenRecord) => Promise<unknown>

const calls: Readonly<Record<keyof TokenStore, Call>> = {
  get: (store, record) => store.get(record),
  save: (store, record) => store.save(record, undefined),
  lease: (store, record) => store.lease(record, noText, noNumber),
  release: (store, record) => store.release(record, noText),
  claimDue: (store, { clientId }) =>
    store.claimDue({
      clientId,
      dueBefore: noDate,
      limit: noNumber,
      holder: noText,
      leaseMs: noNumber,
    }),
  byOwner: (store, { clientId }) => store.byOwner(clientId, noText),
  list: (store, { clientId }) => store.list({ clientId, limit: noNumber, due: noDate }),
  delete: (store, record) => store.delete(record),
  claim: (store) => store.claim(noText, noDate),
}

export function testFailing({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('a call that a store cannot serve', () => {
    for (const [name, call] of Object.entries(calls)) {
      it(`returns a promise, and never throws before: ${name}`, () =>
        withStore(open, async (store, sample) => {
          const changes = { clientId: noText, sellerId: noText, linkedAt: noDate, dueAt: noDate }
          const outcome = call(store, sample.record(changes))
          assert.equal(typeof outcome.then, 'function')
          // A store may also be able to.
          await outcome.catch(() => {})
        }))
    }
  })
}

import assert from 'node:assert/strict'
import type { LeasedRecord, TokenRecord } from '../store/token-store.ts'
import {
  type ContractRunner,
  eventually,
  longLeaseMs,
  type OpenStore,
  type Sample,
  shortLeaseMs,
  withStore,
} from './runner.ts'

const dueBefore = new Date('2027-04-20T12:00:00.000Z')

/** A due date so many minutes before the query's. */
function minutesBefore(minutes: number): Date {
  return new Date(dueBefore.getTime() - minutes * 60_000)
}

function query({ clientId }: Sample, limit: number, holder = 'sweep', leaseMs = longLeaseMs) {
  return { clientId, dueBefore, limit, holder, leaseMs }
}

function idsOf(claimed: readonly LeasedRecord[]): string[] {
  return claimed.map(({ record }) => record.sellerId)
}

export function testClaiming({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('claimDue', () => {
    it('leases the due, the longest due first, and no more than asked for', () =>
      withStore(open, async (store, sample) => {
        const records = []
        for (const minutes of [3, 1, 4, 0, 2]) {
          records.push(await sample.saved(store, { dueAt: minutesBefore(minutes) }))
        }
        const claimed = await store.claimDue(query(sample, 3))
        const [three, , four, , two] = records
        assert.deepEqual(
          claimed,
          [four, three, two].map((record) => ({ record, abandoned: false })),
        )
        assert.equal((await store.lease(records[0] as TokenRecord, 'b', 1)).state, 'held')
      }))

    it('leaves alone who is not due, has nothing to renew, or belongs to another application', () =>
      withStore(open, async (store, sample) => {
        await sample.saved(store, { dueAt: new Date(dueBefore.getTime() + 1) })
        await sample.saved(store, { dueAt: null })
        await sample.saved(store, { clientId: `${sample.clientId}-2`, dueAt: dueBefore })
        assert.deepEqual(await store.claimDue(query(sample, 10)), [])
      }))

    it('follows a due date that a save moves, and forgets who was deleted', () =>
      withStore(open, async (store, sample) => {
        const [moved, earlier, gone] = [
          await sample.saved(store, { dueAt: minutesBefore(5) }),
          await sample.saved(store, { dueAt: new Date(dueBefore.getTime() + 1) }),
          await sample.saved(store, { dueAt: minutesBefore(5) }),
        ]
        const later = new Date(dueBefore.getTime() + 60_000)
        await store.save({ ...moved, dueAt: later }, moved.generation)
        await store.save({ ...earlier, dueAt: minutesBefore(1) }, earlier.generation)
        await store.delete(gone)
        assert.deepEqual(idsOf(await store.claimDue(query(sample, 10))), [earlier.sellerId])
      }))

    it('leaves alone who was marked, and whose due date a save took away', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store, { dueAt: minutesBefore(1) })
        const marked = { ...record, dueAt: null, body: '{"lostReason":"revoked"}' }
        await store.save(marked, record.generation)
        assert.deepEqual(await store.claimDue(query(sample, 10)), [])
      }))

    it('passes over who is held, by anybody, and takes who was abandoned', () =>
      withStore(open, async (store, sample) => {
        const held = await sample.saved(store, { dueAt: minutesBefore(2) })
        const own = await sample.saved(store, { dueAt: minutesBefore(1) })
        const abandoned = await sample.saved(store, { dueAt: minutesBefore(3) })
        await store.lease(held, 'a', longLeaseMs)
        await store.lease(own, 'sweep', longLeaseMs)
        await store.lease(abandoned, 'b', shortLeaseMs)
        const claimed = await eventually(
          () => store.claimDue(query(sample, 10)),
          ({ length }) => length > 0,
        )
        assert.deepEqual(claimed, [{ record: abandoned, abandoned: true }])
      }))

    it('never gives two callers the same seller, and together they get all', () =>
      withStore(open, async (store, sample) => {
        const records = []
        for (let index = 0; index < 60; index++) {
          records.push(await sample.saved(store, { dueAt: minutesBefore(index) }))
        }
        const ids: string[] = []
        const claimAll = async (holder: string) => {
          for (;;) {
            const claimed = await store.claimDue(query(sample, 7, holder))
            if (claimed.length === 0) return
            ids.push(...idsOf(claimed))
          }
        }
        await Promise.all(['a', 'b', 'c', 'd'].map(claimAll))
        // A caller may pass over what another is just taking; nobody is left when all are done.
        await claimAll('e')
        assert.deepEqual(ids.sort(), records.map(({ sellerId }) => sellerId).sort())
      }))
  })
}

import assert from 'node:assert/strict'
import {
  type ContractRunner,
  eventually,
  longLeaseMs,
  type OpenStore,
  shortLeaseMs,
  withStore,
} from './runner.ts'

export function testLeasing({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('lease and release', () => {
    it('says that there is no such seller', () =>
      withStore(open, async (store, sample) => {
        const outcome = await store.lease(sample.record(), 'a', longLeaseMs)
        assert.deepEqual(outcome, { state: 'missing' })
      }))

    it('gives the record as it is under the lease', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const outcome = await store.lease(record, 'a', longLeaseMs)
        assert.deepEqual(outcome, { state: 'leased', record, abandoned: false })
      }))

    it('keeps everybody else off', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'held' })
      }))

    it('gives fifty simultaneous holders one lease', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const outcomes = await Promise.all(
          Array.from({ length: 50 }, (_, index) => store.lease(record, `h${index}`, longLeaseMs)),
        )
        assert.equal(outcomes.filter(({ state }) => state === 'leased').length, 1)
        assert.equal(outcomes.filter(({ state }) => state === 'held').length, 49)
      }))

    it('leases one seller without touching another', () =>
      withStore(open, async (store, sample) => {
        const [one, other] = [await sample.saved(store), await sample.saved(store)]
        await store.lease(one, 'a', longLeaseMs)
        assert.equal((await store.lease(other, 'b', longLeaseMs)).state, 'leased')
      }))

    it('lasts longer when its holder takes it again, which abandons nothing', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', shortLeaseMs)
        const again = await store.lease(record, 'a', longLeaseMs)
        assert.deepEqual(again, { state: 'leased', record, abandoned: false })
        await new Promise((resolve) => setTimeout(resolve, shortLeaseMs * 2))
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'held' })
      }))

    it('is free after a release', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        await store.release(record, 'a')
        const outcome = await store.lease(record, 'b', longLeaseMs)
        assert.deepEqual(outcome, { state: 'leased', record, abandoned: false })
      }))

    it("E21: a release does nothing to another's lease", () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        await store.release(record, 'b')
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'held' })
      }))

    it('E05, E06: expires, and the next holder is told that it was abandoned', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', shortLeaseMs)
        const outcome = await eventually(
          () => store.lease(record, 'b', longLeaseMs),
          ({ state }) => state === 'leased',
        )
        assert.deepEqual(outcome, { state: 'leased', record, abandoned: true })
      }))

    it('E21: a late release does nothing to the lease that followed', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', shortLeaseMs)
        await eventually(
          () => store.lease(record, 'b', longLeaseMs),
          ({ state }) => state === 'leased',
        )
        await store.release(record, 'a')
        assert.deepEqual(await store.lease(record, 'c', longLeaseMs), { state: 'held' })
      }))

    it('E08: ends with the save of its holder, and abandons nothing', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        const next = { ...record, generation: record.generation + 1 }
        await store.save(next, record.generation, 'a')
        const outcome = await store.lease(record, 'b', longLeaseMs)
        assert.deepEqual(outcome, { state: 'leased', record: next, abandoned: false })
      }))

    it("K32: ends with a save that ends anybody's, and abandons nothing", () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        const next = { ...record, generation: record.generation + 1 }
        assert.equal(await store.save(next, record.generation, true), true)
        const outcome = await store.lease(record, 'b', longLeaseMs)
        assert.deepEqual(outcome, { state: 'leased', record: next, abandoned: false })
      }))

    it('K32: is not ended by such a save that was refused', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        assert.equal(await store.save(record, record.generation + 1, true), false)
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'held' })
      }))

    it('outlives a save by another holder, and a refused one', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        await store.save({ ...record, body: 'marked' }, record.generation)
        await store.save({ ...record, body: 'marked' }, record.generation, 'b')
        await store.save(record, record.generation + 1, 'a')
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'held' })
      }))

    it('still expires after a save by another holder', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', shortLeaseMs)
        const marked = { ...record, body: 'marked' }
        await store.save(marked, record.generation)
        const outcome = await eventually(
          () => store.lease(record, 'b', longLeaseMs),
          ({ state }) => state === 'leased',
        )
        assert.deepEqual(outcome, { state: 'leased', record: marked, abandoned: true })
      }))

    it('is gone with the record', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.lease(record, 'a', longLeaseMs)
        await store.delete(record)
        await store.release(record, 'a')
        assert.deepEqual(await store.lease(record, 'b', longLeaseMs), { state: 'missing' })
        await store.save(record, undefined)
        const outcome = await store.lease(record, 'b', longLeaseMs)
        assert.deepEqual(outcome, { state: 'leased', record, abandoned: false })
      }))
  })
}

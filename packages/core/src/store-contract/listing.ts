import assert from 'node:assert/strict'
import { type ContractRunner, type OpenStore, withStore } from './runner.ts'

export function testListing({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('byOwner', () => {
    it("gives an owner's sellers in the order they were linked, and nobody else's", () =>
      withStore(open, async (store, sample) => {
        const linkedOn = (day: number) => ({ linkedAt: new Date(Date.UTC(2026, 0, day)) })
        const third = await sample.saved(store, linkedOn(3))
        const first = await sample.saved(store, linkedOn(1))
        const second = await sample.saved(store, linkedOn(2))
        await sample.saved(store, { owner: 'shop-2' })
        await sample.saved(store, { owner: 'shop-' })
        await sample.saved(store, { owner: null })
        await sample.saved(store, { clientId: `${sample.clientId}-2` })
        assert.deepEqual(await store.byOwner(sample.clientId, 'shop-1'), [first, second, third])
        assert.deepEqual(await store.byOwner(sample.clientId, 'shop-3'), [])
      }))

    it('follows a seller who moves to another owner or leaves', () =>
      withStore(open, async (store, sample) => {
        const moved = await sample.saved(store)
        const gone = await sample.saved(store)
        const after = { ...moved, owner: 'shop-2' }
        await store.save(after, moved.generation)
        await store.delete(gone)
        assert.deepEqual(await store.byOwner(sample.clientId, 'shop-1'), [])
        assert.deepEqual(await store.byOwner(sample.clientId, 'shop-2'), [after])
      }))
  })

  describe('list', () => {
    it('goes through all sellers in pages, in the order of their ids as text', () =>
      withStore(open, async (store, sample) => {
        const ids = ['9', '10', '100', '99', '1', '\u{1F999}', '~keys', '\uFFFD', '2']
        for (const sellerId of ids) await sample.saved(store, { sellerId })
        await sample.saved(store, { clientId: `${sample.clientId}-2`, sellerId: '3' })
        const seen: string[] = []
        for (let after: string | undefined; ; after = seen.at(-1)) {
          const page = await store.list({ clientId: sample.clientId, after, limit: 3 })
          seen.push(...page.map(({ sellerId }) => sellerId))
          if (page.length < 3) break
        }
        assert.deepEqual(seen, ['1', '10', '100', '2', '9', '99', '~keys', '\uFFFD', '\u{1F999}'])
      }))

    it('gives whole records, and none that was deleted', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.delete(await sample.saved(store))
        assert.deepEqual(await store.list({ clientId: sample.clientId, limit: 10 }), [record])
      }))

    it('gives only those due by then, in the same order and pages', () =>
      withStore(open, async (store, sample) => {
        const due = new Date('2027-04-20T12:00:00.000Z')
        const at = (ms: number) => ({ dueAt: new Date(due.getTime() + ms) })
        const second = await sample.saved(store, { sellerId: '2', ...at(-5) })
        const first = await sample.saved(store, { sellerId: '1', ...at(0) })
        const third = await sample.saved(store, { sellerId: '3', ...at(-9) })
        await sample.saved(store, { sellerId: '4', ...at(1) })
        await sample.saved(store, { sellerId: '5', dueAt: null })
        await sample.saved(store, { clientId: `${sample.clientId}-2`, ...at(-1) })
        const query = { clientId: sample.clientId, due }
        assert.deepEqual(await store.list({ ...query, limit: 2 }), [first, second])
        assert.deepEqual(await store.list({ ...query, limit: 2, after: '2' }), [third])
      }))

    it('gives only those that are never due, and follows a save that changes it', () =>
      withStore(open, async (store, sample) => {
        const marked = await sample.saved(store, { sellerId: '3' })
        const mended = await sample.saved(store, { sellerId: '2', dueAt: null })
        const gone = await sample.saved(store, { sellerId: '4', dueAt: null })
        const first = await sample.saved(store, { sellerId: '1', dueAt: null })
        await sample.saved(store, { clientId: `${sample.clientId}-2`, dueAt: null })
        await store.save({ ...marked, dueAt: null }, marked.generation)
        await store.save({ ...mended, dueAt: marked.dueAt }, mended.generation)
        await store.delete(gone)
        const query = { clientId: sample.clientId, due: 'never' as const }
        const last = { ...marked, dueAt: null }
        assert.deepEqual(await store.list({ ...query, limit: 10 }), [first, last])
        assert.deepEqual(await store.list({ ...query, limit: 10, after: '1' }), [last])
      }))
  })
}

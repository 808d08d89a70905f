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
        await sample.saved(store, { application: `${sample.application}-2` })
        assert.deepEqual(await store.byOwner(sample.application, 'shop-1'), [first, second, third])
        assert.deepEqual(await store.byOwner(sample.application, 'shop-3'), [])
      }))

    it('follows a seller who moves to another owner or leaves', () =>
      withStore(open, async (store, sample) => {
        const moved = await sample.saved(store)
        const gone = await sample.saved(store)
        const after = { ...moved, owner: 'shop-2' }
        await store.save(after, moved.generation)
        await store.delete(gone)
        assert.deepEqual(await store.byOwner(sample.application, 'shop-1'), [])
        assert.deepEqual(await store.byOwner(sample.application, 'shop-2'), [after])
      }))
  })

  describe('list', () => {
    it('goes through all sellers in pages, in the order of their ids as text', () =>
      withStore(open, async (store, sample) => {
        const ids = ['9', '10', '100', '99', '1', '~canary', '2']
        for (const sellerId of ids) await sample.saved(store, { sellerId })
        await sample.saved(store, { application: `${sample.application}-2`, sellerId: '3' })
        const seen: string[] = []
        for (let after: string | undefined; ; after = seen.at(-1)) {
          const page = await store.list(sample.application, after, 3)
          seen.push(...page.map(({ sellerId }) => sellerId))
          if (page.length < 3) break
        }
        assert.deepEqual(seen, ['1', '10', '100', '2', '9', '99', '~canary'])
      }))

    it('gives whole records, and none that was deleted', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.delete(await sample.saved(store))
        assert.deepEqual(await store.list(sample.application, undefined, 10), [record])
      }))
  })
}

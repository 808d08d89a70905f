import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type ContractRunner, type OpenStore, withStore } from './runner.ts'

export function testSingleUse({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('claim', () => {
    const soon = () => new Date(Date.now() + 600_000)

    it('takes a key once', () =>
      withStore(open, async (store) => {
        const key = `mp-${randomUUID()}`
        assert.equal(await store.claim(key, soon()), true)
        assert.equal(await store.claim(key, soon()), false)
        assert.equal(await store.claim(`${key}-2`, soon()), true)
      }))

    it('A07: lets exactly one of fifty simultaneous claims win', () =>
      withStore(open, async (store) => {
        const key = `mp-${randomUUID()}`
        const results = await Promise.all(
          Array.from({ length: 50 }, () => store.claim(key, soon())),
        )
        assert.equal(results.filter((won) => won).length, 1)
      }))

    it('K20: keeps a key for an attempt whose clock is ten minutes behind', () =>
      withStore(open, async (store) => {
        const key = `mp-${randomUUID()}`
        const justNowThere = new Date(Date.now() - 1)
        assert.equal(await store.claim(key, justNowThere), true)
        assert.equal(await store.claim(key, justNowThere), false)
      }))

    it('K20: keeps a key whose end is long past while a hundred others are claimed', () =>
      withStore(open, async (store) => {
        const key = `mp-${randomUUID()}`
        const epoch = new Date(0)
        assert.equal(await store.claim(key, epoch), true)
        for (let index = 0; index < 100; index++) {
          assert.equal(await store.claim(`${key}-${index}`, epoch), true)
        }
        assert.equal(await store.claim(key, epoch), false)
        assert.equal(await store.claim(key, soon()), false)
      }))
  })
}

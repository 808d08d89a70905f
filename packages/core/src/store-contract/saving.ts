import assert from 'node:assert/strict'
import type { TokenRecord } from '../sellers/store/token-store.ts'
import { type ContractRunner, type OpenStore, withStore } from './runner.ts'

const long = 'x'.repeat(8 * 1024)

/** Records that some stores have bent. */
const unusual: Record<string, Partial<TokenRecord>> = {
  'with everything absent': {
    refreshToken: null,
    dueAt: null,
    lostReason: 'no_offline_access',
    owner: null,
    scope: '',
    publicKey: null,
    liveMode: null,
    renewedAt: new Date('2027-01-01T00:00:00.001Z'),
  },
  'with false and the epoch': { liveMode: false, linkedAt: new Date(0), expiresAt: new Date(1) },
  'with tokens of 8 KiB': { accessToken: long, refreshToken: long },
  'with a scope of 1 KiB': { scope: 'permission '.repeat(93).trim() },
  'with the largest generation': { generation: Number.MAX_SAFE_INTEGER },
  'with an owner in every script': { owner: 'tienda ñandú 🦙 "\'`;--\\ %_ \u{1F468}\u200D' },
}

/** Ids from outside that look like parts of a query or a key. */
const hostileIds = [
  "'; DROP TABLE sellers; --",
  '../../etc/passwd',
  'a:b',
  'a',
  'a:b:c',
  '*',
  'a*',
  '{a}',
  'a}b{c',
  '%',
  'ñ🦙',
  '~canary',
  ' ',
  `${'9'.repeat(1024)}`,
]

export function testSaving({ describe, it }: ContractRunner, open: OpenStore): void {
  describe('get and save', () => {
    it('gives undefined for a seller it does not hold', () =>
      withStore(open, async (store, sample) => {
        assert.equal(await store.get(sample.record()), undefined)
      }))

    it('gives back every field of what was saved', () =>
      withStore(open, async (store, sample) => {
        const record = sample.record()
        assert.equal(await store.save(record, undefined), true)
        assert.deepEqual(await store.get(record), record)
      }))

    for (const [name, changes] of Object.entries(unusual)) {
      it(`F11: gives back unchanged a record ${name}`, () =>
        withStore(open, async (store, sample) => {
          const record = await sample.saved(store, changes)
          assert.deepEqual(await store.get(record), record)
        }))
    }

    it('gives back copies: changing one changes nothing stored', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const first = await store.get(record)
        first?.expiresAt.setTime(0)
        assert.deepEqual(await store.get(record), record)
      }))

    it('does not save a new record over one that exists', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        assert.equal(await store.save({ ...record, scope: 'other' }, undefined), false)
        assert.deepEqual(await store.get(record), record)
      }))

    it('saves over the expected generation', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const next = {
          ...record,
          generation: record.generation + 1,
          accessToken: 'v1.keyident.nonce.next',
          refreshToken: 'v1.keyident.nonce.next-refresh',
          expiresAt: new Date('2028-01-01T00:00:00.000Z'),
          dueAt: null,
          lostReason: 'revoked' as const,
          owner: null,
          scope: '',
          publicKey: null,
          liveMode: null,
          renewedAt: new Date('2027-06-01T00:00:00.000Z'),
        }
        assert.equal(await store.save(next, record.generation), true)
        assert.deepEqual(await store.get(record), next)
      }))

    it('saves under the same generation, as a mark does', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const marked = { ...record, dueAt: null, lostReason: 'rotation_lost' as const }
        assert.equal(await store.save(marked, record.generation), true)
        assert.deepEqual(await store.get(record), marked)
      }))

    it('does not save over another generation, older or newer', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        for (const expected of [record.generation - 1, record.generation + 1]) {
          assert.equal(await store.save({ ...record, scope: 'other' }, expected), false)
        }
        assert.deepEqual(await store.get(record), record)
      }))

    it('E19: does not bring back a record that was deleted', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        await store.delete(record)
        assert.equal(await store.save(record, record.generation), false)
        assert.equal(await store.get(record), undefined)
      }))

    it('lets exactly one of fifty simultaneous saves of a generation win', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const rivals = Array.from({ length: 50 }, (_, index) => ({
          ...record,
          generation: record.generation + 1,
          scope: `winner-${index}`,
        }))
        const results = await Promise.all(
          rivals.map((rival) => store.save(rival, record.generation)),
        )
        assert.equal(results.filter((won) => won).length, 1)
        assert.deepEqual(await store.get(record), rivals[results.indexOf(true)])
      }))

    it('F10: keeps sellers and applications apart, whatever their ids look like', () =>
      withStore(open, async (store, sample) => {
        const records = hostileIds.flatMap((id) => [
          sample.record({ sellerId: id, scope: `of seller ${id}` }),
          sample.record({ application: `${sample.application}${id}`, sellerId: 'a', scope: id }),
        ])
        for (const record of records) assert.equal(await store.save(record, undefined), true)
        for (const record of records) assert.deepEqual(await store.get(record), record)
      }))
  })

  describe('delete', () => {
    it('removes the record, and nothing when there is none', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const other = await sample.saved(store)
        await store.delete(record)
        await store.delete(record)
        assert.equal(await store.get(record), undefined)
        assert.deepEqual(await store.get(other), other)
      }))
  })
}

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TokenRecord } from '../store/token-store.ts'
import { type ContractRunner, type OpenStore, withStore } from './runner.ts'

/** The longest body a store must take, in bytes. */
const longestBody = 64 * 1024

/** Records that some stores have bent. */
const unusual: Record<string, Partial<TokenRecord>> = {
  'that is never due and belongs to nobody': { dueAt: null, owner: null },
  'linked at the epoch': { linkedAt: new Date(0), dueAt: new Date(1) },
  'with a body of 64 KiB': { body: 'x'.repeat(longestBody) },
  'with a body of 64 KiB in four-byte characters': { body: '\u{1F999}'.repeat(longestBody / 4) },
  'with an empty body': { body: '' },
  'with a body that is no JSON': { body: 'not { "json"' },
  'with a body whose JSON is spelled unusually': {
    body: '{ "b" : 1.0,\r\n\t"a":1e0,"a":"\\u00f1\\/", "long": 12345678901234567890 }\n ',
  },
  'with every kind of character in its body': {
    body: '\u0001\t\n\r\u001b\u007f\u0085\u00a0\u00ad\u200b\u2028\u2029\ufeff\uffff\u{10ffff}e\u0301\u00e9\u202e\ufdfa\'"`\\%_;--?:$1{}',
  },
  'with a trailing blank, as some databases cut': { owner: 'shop ', body: 'text  ' },
  'with the largest generation': { generation: Number.MAX_SAFE_INTEGER },
  'with an owner in every script': {
    owner: 'tienda \u00f1and\u00fa \u{1F999} "\'`;--\\ %_ \u{1F468}\u200D',
  },
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
  '~keys',
  'a ',
  'A',
  '\u00e1',
  'a\u0301',
  ' ',
]

/** The longest id a store must take, in bytes. */
const longestId = 1024

/** An id of so many bytes, which does not get shorter when it is compressed. */
function longId(start: string, bytes: number): string {
  const left = bytes - Buffer.byteLength(start)
  return start + randomBytes(left).toString('base64url').slice(0, left)
}

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
      it(`F11: returns unchanged a record ${name}`, () =>
        withStore(open, async (store, sample) => {
          const record = await sample.saved(store, changes)
          assert.deepEqual(await store.get(record), record)
        }))
    }

    it('gives back copies: changing one changes nothing stored', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const first = await store.get(record)
        first?.linkedAt.setTime(0)
        first?.dueAt?.setTime(0)
        assert.deepEqual(await store.get(record), record)
      }))

    it('does not save a new record over one that exists', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        assert.equal(await store.save({ ...record, body: 'other' }, undefined), false)
        assert.deepEqual(await store.get(record), record)
      }))

    it('saves over the expected generation', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const next = {
          ...record,
          generation: record.generation + 1,
          dueAt: null,
          owner: null,
          linkedAt: new Date('2027-06-01T00:00:00.000Z'),
          body: '{}',
        }
        assert.equal(await store.save(next, record.generation), true)
        assert.deepEqual(await store.get(record), next)
      }))

    it('saves under the same generation, as a mark does', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        const marked = { ...record, dueAt: null, body: '{"lostReason":"rotation_lost"}' }
        assert.equal(await store.save(marked, record.generation), true)
        assert.deepEqual(await store.get(record), marked)
      }))

    it('saves a record that is stored already, and says that it did', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        assert.equal(await store.save(record, record.generation), true)
        assert.equal(await store.save(record, record.generation), true)
        assert.deepEqual(await store.get(record), record)
      }))

    it('does not save over another generation, older or newer', () =>
      withStore(open, async (store, sample) => {
        const record = await sample.saved(store)
        for (const expected of [record.generation - 1, record.generation + 1]) {
          assert.equal(await store.save({ ...record, body: 'other' }, expected), false)
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
          body: `winner-${index}`,
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
          sample.record({ sellerId: id, body: `of seller ${id}` }),
          sample.record({ clientId: `${sample.clientId}${id}`, sellerId: 'a', body: id }),
        ])
        for (const record of records) assert.equal(await store.save(record, undefined), true)
        for (const record of records) assert.deepEqual(await store.get(record), record)
      }))

    it('F10: keeps sellers apart whose ids of 1,024 bytes differ at the end', () =>
      withStore(open, async (store, sample) => {
        const clientId = longId(sample.clientId, longestId)
        const start = longId('\u{1F999}', longestId - 1)
        const records = ['1', '2'].map((end) => sample.record({ clientId, sellerId: start + end }))
        for (const record of records) assert.equal(await store.save(record, undefined), true)
        for (const record of records) assert.deepEqual(await store.get(record), record)
        assert.deepEqual(await store.list({ clientId, limit: 9 }), records)
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

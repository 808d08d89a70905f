import fc from 'fast-check'
import type { LostReason } from 'mercadopago-oauth'
import type { StoredChanges, StoredSeller } from '../helpers/stored-seller.ts'
import { type Mutation, mutated, mutations } from './mutation.ts'

/** What a sealed text is replaced by. */
type SealedText =
  | { of: 'itself'; steps: readonly Mutation[] }
  /** The same field of another seller, or of the same one sealed with keys that nobody has. */
  | { of: 'another seller' | 'unknown keys' | 'the other field' }
  | { of: 'nothing'; text: string }

/** One thing that is wrong with a stored record. */
export type Damage =
  | { field: 'accessToken' | 'refreshToken'; text: SealedText }
  | { field: Exclude<keyof StoredSeller, 'accessToken' | 'refreshToken'>; value: unknown }

/** Records a damaged one may borrow from. */
export interface Lenders {
  otherSeller: StoredSeller
  unknownKeys: StoredSeller
}

const fragments = fc.oneof(
  fc.constantFrom('.', 'v1.', 'v2.', 'A', '-', '_', '=', '+', '/', ' ', '\n', '\0', 'v1.AAAAAAAA.'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const texts: fc.Arbitrary<SealedText> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ of: fc.constant('itself' as const), steps: mutations(fragments, 3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      of: fc.constantFrom('another seller' as const, 'unknown keys', 'the other field'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      of: fc.constant('nothing' as const),
      text: fc.oneof(
        fc.constantFrom('', 'v1', 'v1...', 'APP_USR-1', `v1.AAAAAAAA.${'A'.repeat(16)}.A`, '{}'),
        fc.string({ unit: 'binary', maxLength: 60 }),
      ),
    }),
  },
)

const dates = fc.oneof(
  fc.constantFrom(new Date(0), new Date(8.64e15), new Date(-8.64e15), new Date('2026-11-21')),
  fc.date({ noInvalidDate: true }),
)

const iso = (date: Date) => date.toISOString()

const lostReasons: LostReason[] = ['revoked', 'expired', 'rotation_lost', 'no_offline_access']

function otherwise(field: keyof StoredSeller, values: fc.Arbitrary<unknown>): fc.Arbitrary<Damage> {
  return fc.record({ field: fc.constant(field), value: values }) as fc.Arbitrary<Damage>
}

const line = fc.string({ unit: 'binary', maxLength: 30 })

/** Damage that leaves every field of its type. */
export const damages: fc.Arbitrary<Damage[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        field: fc.constantFrom('accessToken' as const, 'refreshToken' as const),
        text: texts,
      }),
    },
    { weight: 1, arbitrary: otherwise('expiresAt', dates.map(iso)) },
    { weight: 1, arbitrary: otherwise('dueAt', fc.option(dates)) },
    { weight: 1, arbitrary: otherwise('linkedAt', dates) },
    { weight: 1, arbitrary: otherwise('renewedAt', fc.option(dates.map(iso))) },
    { weight: 1, arbitrary: otherwise('lostReason', fc.constantFrom(null, ...lostReasons)) },
    { weight: 1, arbitrary: otherwise('generation', fc.integer({ min: 1, max: 2 ** 31 - 1 })) },
    { weight: 1, arbitrary: otherwise('owner', fc.option(line)) },
    { weight: 1, arbitrary: otherwise('scope', line) },
    { weight: 1, arbitrary: otherwise('publicKey', fc.option(line)) },
    { weight: 1, arbitrary: otherwise('liveMode', fc.constantFrom(null, true, false)) },
  ),
  { minLength: 1, maxLength: 3 },
)

/** A field with what no store should ever give for it. */
export interface WrongField {
  field: Exclude<keyof StoredSeller, 'clientId' | 'sellerId'>
  value: unknown
}

// A body is JSON: of these, it holds what JSON can.
const noText = [0, 7, true, {}, [], ['v1']]
const noDateText = [
  '',
  'soon',
  '2026-11-21',
  '2026-11-21T12:00:00Z',
  0,
  1_795_262_400_000,
  {},
  [],
  true,
]
const noDate = [undefined, '', '2026-11-21T12:00:00.000Z', 0, 10n, new Date(Number.NaN), {}, true]

const wrongValues: Record<WrongField['field'], readonly unknown[]> = {
  v: [undefined, null, 0, 2, '1', true],
  accessToken: [...noText, null, undefined],
  refreshToken: noText,
  owner: [...noText, undefined, 10n, new Date(0)],
  scope: [...noText, null, undefined],
  publicKey: noText,
  expiresAt: [...noDateText, null, undefined],
  dueAt: noDate,
  linkedAt: [...noDate, null],
  renewedAt: noDateText,
  lostReason: ['', 'toString', '__proto__', 'REVOKED', 1, true, {}, ['revoked']],
  generation: [undefined, null, Number.NaN, 0, -1, 1.5, 2 ** 53, '7', 7n, {}, [7], new Date(7)],
  liveMode: ['yes', 'true', 0, 1, {}, []],
}

/** Whether a new link reads the field, too. */
export function isNeededByLink({ field }: WrongField): boolean {
  return field === 'generation' || field === 'owner'
}

/** Seldom one, applied after all other damage. */
export const wrongFields: fc.Arbitrary<WrongField | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...Object.entries(wrongValues).flatMap(([field, values]) =>
        values.map((value) => ({ field: field as WrongField['field'], value })),
      ),
    ),
  },
)

/** What all that damage changes. */
export function damageOf(
  record: StoredSeller,
  list: readonly Damage[],
  lenders: Lenders,
): StoredChanges {
  const changes = list.map((damage) => [
    damage.field,
    'text' in damage ? sealedText(record, damage.field, damage.text, lenders) : damage.value,
  ])
  return Object.fromEntries(changes)
}

function sealedText(
  record: StoredSeller,
  field: 'accessToken' | 'refreshToken',
  text: SealedText,
  { otherSeller, unknownKeys }: Lenders,
): string {
  switch (text.of) {
    case 'itself':
      return mutated(record[field] ?? '', text.steps)
    case 'another seller':
      return otherSeller[field] ?? ''
    case 'unknown keys':
      return unknownKeys[field] ?? ''
    case 'the other field':
      return record[field === 'accessToken' ? 'refreshToken' : 'accessToken'] ?? ''
    case 'nothing':
      return text.text
  }
}

import fc from 'fast-check'
import { mostly, seldom } from './mostly.ts'
import type { Mutation } from './mutation.ts'

/** Somewhere in most bodies; nobody may quote it. */
export const bodyCanary = 'c4n4ry-of-what-a-body-may-say'

/** A body in which `"ID"` stands for the id that is said, and what is done to it. */
export interface BodyText {
  template: string
  steps: readonly Mutation[]
  encoding: 'utf8' | 'latin1' | 'utf16le'
}

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, '', ' ', 0, -0, -1, 1.5, 2 ** 53, 1e300, true, {}, [], ['4242'], { id: 4242 }, 'ñ'],
    ...['../4242', '~canary', '\0', '__proto__', 'x'.repeat(65), '4242 ', '04242', '\ud800'],
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Leaves the member out. */
const absent = Symbol('absent')

const members = fc
  .record({
    action: mostly<unknown>(
      'application.deauthorized',
      fc.oneof(fc.constantFrom<unknown>('application.authorized', absent), strange),
      5,
    ),
    type: mostly<unknown>('mp-connect', fc.oneof(fc.constantFrom('payment', absent), strange), 6),
    user_id: fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom<unknown>(4242, 4242, 4242, '4242', 7, '7', 99, absent),
      },
      { weight: 1, arbitrary: strange },
    ),
    data: mostly<unknown>(
      { id: 'ID' },
      fc.oneof(
        fc.constantFrom<unknown>({ id: 7 }, { id: '7' }, {}, ['ID'], 'ID', absent, [{ id: 'ID' }]),
        strange.map((id) => ({ id })),
        strange,
      ),
      8,
    ),
    id: mostly<unknown>(120_000_000_001, strange),
    application_id: mostly<unknown>(absent, strange),
    live_mode: mostly<unknown>(true, strange),
    note: fc.constant<unknown>(bodyCanary),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== absent)))

const objectTexts = members.map((all) => JSON.stringify(all))
const mostBytes = 65_536

const bodyTexts = fc.oneof(
  { weight: 30, arbitrary: objectTexts },
  // Repetitions and names that only JSON text can spell: the last one counts, and none is a prototype.
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        objectTexts,
        fc.constantFrom(
          ...[
            '"user_id":7',
            '"user_id":4242',
            '"user_id":4242.0',
            '"user_id":1e999',
            '"user_id":-0',
          ],
          ...[
            '"data":{"id":"7"}',
            '"data":{"__proto__":{"id":"ID"}}',
            '"toString":1',
            '"toJSON":1',
          ],
          ...[
            '"__proto__":{"user_id":4242}',
            '"__proto__":null',
            '"constructor":{"prototype":{"x":1}}',
          ],
        ),
      )
      .map(([text, member]) => `${text.slice(0, -1)},${member}}`),
  },
  {
    weight: 3,
    arbitrary: objectTexts.chain((text) =>
      fc.constantFrom(
        ...[
          `[${text}]`,
          JSON.stringify(text),
          `\ufeff${text}`,
          `${text}${text}`,
          text.slice(0, -1),
        ],
        ...[`\n ${text} \n`, `user_id=4242&data.id=ID`, text.padEnd(mostBytes), text.padEnd(9_000)],
        ...[text.padEnd(mostBytes + 1), `${text}${' '.repeat(200_000)}`, text.replaceAll('"', "'")],
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '',
        ' ',
        '{',
        'null',
        'true',
        '[]',
        '{}',
        '4242',
        '"4242"',
        'NaN',
        '\0',
        '['.repeat(60_000),
      ],
      ...[`${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`, `"${'ñ'.repeat(40_000)}"`],
      `{"data":{"id":"ID"},"user_id":4242,"x":"${'ñ'.repeat(32_760)}"}`,
    ),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
)

export const bodies: fc.Arbitrary<BodyText> = fc.record({
  template: bodyTexts,
  steps: seldom(
    fc.oneof(
      fc.constantFrom(
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '\\',
        '\0',
        '"user_id":7,',
        'null',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  ),
  encoding: mostly<BodyText['encoding']>('utf8', fc.constantFrom('latin1', 'utf16le'), 30),
})

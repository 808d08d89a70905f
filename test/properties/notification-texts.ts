import fc from 'fast-check'
import { mostly, seldom } from './mostly.ts'
import type { Mutation } from './mutation.ts'
import { type BodyText, bodies } from './notification-bodies.ts'

/** The webhook secrets of the receiver, and one that is not. */
export const webhookSecrets = {
  current: 'c4n4ry-current-s3cret-of-the-webhook',
  former: 'c4n4ry-former-s3cret-of-the-webhook',
  foreign: 'c4n4ry-foreign-s3cret-of-a-webhook',
} as const

/** A notification as the generator has it: what is said, what is signed, and what is done to both. */
export interface NotificationText {
  /** Stands for `ID` in the query and, as JSON, for `"ID"` in the body. */
  dataId: string
  query: { template: string; steps: readonly Mutation[] }
  requestId: HeaderText
  ts: { unit: 'ms' | 's'; offsetMs: number } | string
  /** What goes into the signed text. */
  signed: {
    id: 'lower case' | 'as said' | 'upper case' | 'another' | 'none'
    requestId: 'as said' | 'another' | 'none'
    secret: keyof typeof webhookSecrets
  }
  /** What becomes of the digest. */
  digest: 'kept' | 'one digit' | 'upper case' | 'cut' | 'longer' | 'no hex' | 'huge' | 'empty'
  /** `TS` and `V1` stand for the time and the digest. */
  signature: { header: HeaderText; steps: readonly Mutation[] }
  body: BodyText
}

/** A header: absent, once, or as often as there are values. */
export type HeaderText = string | readonly string[] | undefined

const dataIds = mostly(
  '4242',
  fc.oneof(
    fc.constantFrom(
      ...[
        '7',
        '99',
        'ORD01AbC',
        '',
        ' 4242',
        '4242 ',
        '4242;request-id:x',
        'a'.repeat(64),
        'ÑANDÚ',
      ],
      ...['a'.repeat(65), '../4242', '~canary', '__proto__', '\u212a', '"', '\0', '0', '-1', 'ﬁ'],
    ),
    fc.string({ maxLength: 6 }),
  ),
  10,
)

const queries = fc.record({
  template: mostly(
    'data.id=ID&type=mp-connect',
    fc.constantFrom(
      ...[
        'type=mp-connect',
        '',
        'data.id=&type=mp-connect',
        'data.id',
        'type=mp-connect&data.id=ID',
      ],
      ...['data.id=ID&data.id=ID', 'data.id=ID&data.id=7', 'data.id=7&data%2Eid=ID', 'data_id=ID'],
      ...['data%2eid=ID', 'data.id[]=ID', 'data[id]=ID', 'DATA.ID=ID', 'data.id=ID&type=payment'],
      ...['data.id=ID&type=a&type=mp-connect', '?data.id=ID', 'data.id=ID&__proto__=1', 'id=ID'],
      `data.id=ID&x=${'a'.repeat(7_000)}`,
    ),
    8,
  ),
  steps: seldom(
    fc.oneof(
      fc.constantFrom(
        '&data.id=ID',
        '&data.id=7',
        '%',
        '%00',
        '%ff',
        '%E1',
        '+',
        '&',
        '=',
        '?',
        'ñ',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  ),
})

const requestIds: fc.Arbitrary<HeaderText> = mostly<HeaderText>(
  'bb56a2f1-6aae-46ac-982e-9dcd3581d08e',
  fc.oneof(
    fc.constantFrom<HeaderText>(
      ...[undefined, undefined, '', ' ', 'request-2', 'ñ', '\xff\xfe', 'x'.repeat(6_000), '\u2028'],
      ...['1;ts:1;', ' padded ', 'a, b', [], ['request-1'], ['request-1', 'request-2'], ['', '']],
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  ),
  10,
)

const maxAgeMs = 300_000

const times = mostly<NotificationText['ts']>(
  { unit: 'ms', offsetMs: 0 },
  fc.oneof(
    fc.record({
      unit: fc.constantFrom('ms' as const, 's'),
      offsetMs: fc.constantFrom(
        ...[0, 0, 0, 1_000, -1_000, maxAgeMs, -maxAgeMs, maxAgeMs + 1, -maxAgeMs - 1],
        ...[maxAgeMs + 1_000, -maxAgeMs - 1_000, 1e12, -1e12],
      ),
    }),
    fc.constantFrom(
      ...['', '0', '-1', '1.5', '1e12', '0x1', ' 1', 'now', '99999999999', '100000000000', '١٢٣'],
      ...['9999999999999999', '12345678901234567', '2026-11-21T12:00:00Z', 'NaN', 'Infinity'],
    ),
  ),
  3,
)

const digests = mostly<NotificationText['digest']>(
  'kept',
  fc.constantFrom('one digit', 'upper case', 'cut', 'longer', 'no hex', 'huge', 'empty'),
)

const signatures = fc.record({
  header: mostly<HeaderText>(
    'ts=TS,v1=V1',
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom<HeaderText>(
          ...[
            'v1=V1,ts=TS',
            'ts=TS, v1=V1',
            ' ts=TS , v1=V1 ',
            'ts=TS,v1=V1,v2=0',
            ',ts=TS,,v1=V1,',
          ],
          ...['a=ts=TS,ts=TS,v1=V1', ['ts=TS,v1=V1'], 'ts=TS,v1=V1,V1=0', '\u00a0ts=TS,v1=V1'],
        ),
      },
      {
        weight: 5,
        arbitrary: fc.constantFrom<HeaderText>(
          ...[
            undefined,
            '',
            ' ',
            [],
            [''],
            ['', ''],
            'nonsense',
            '=',
            'ts',
            'ts=TS',
            'v1=V1',
            'TS',
          ],
          ...['ts=TS,v2=V1', 'TS=TS,V1=V1', 'ts=TS;v1=V1', 'ts=TS,ts=TS,v1=V1', 'ts=TS,v1=0,v1=V1'],
          ...[
            'ts =TS,v1=V1',
            'ts= TS,v1=V1',
            'ts=TS,v1=V1=',
            '"ts=TS,v1=V1"',
            '__proto__=TS,v1=V1',
          ],
          ['ts=TS,v1=V1', 'ts=TS,v1=V1'],
          ['ts=TS', 'v1=V1'],
          `ts=TS,v1=V1${',x=1'.repeat(1_500)}`,
        ),
      },
    ),
    10,
  ),
  steps: seldom(
    fc.oneof(
      fc.constantFrom(
        ',',
        '=',
        'ts=',
        'v1=',
        ',v1=V1',
        ',ts=TS',
        ' ',
        '\t',
        '\0',
        'ñ',
        '\u00a0',
        'a',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  ),
})

export const notificationTexts: fc.Arbitrary<NotificationText> = fc.record({
  dataId: dataIds,
  query: queries,
  requestId: requestIds,
  ts: times,
  signed: fc.record({
    id: mostly<NotificationText['signed']['id']>(
      'lower case',
      fc.constantFrom('as said', 'upper case', 'another', 'none'),
      9,
    ),
    requestId: mostly<NotificationText['signed']['requestId']>(
      'as said',
      fc.constantFrom('another', 'none'),
    ),
    secret: fc.constantFrom(
      ...Array.from({ length: 10 }, () => 'current' as const),
      ...(['former', 'former', 'former', 'foreign'] as const),
    ),
  }),
  digest: digests,
  signature: signatures,
  body: bodies,
})

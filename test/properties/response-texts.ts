import fc from 'fast-check'
import { type Mutation, mutated, mutations } from './mutation.ts'

/** A response of a provider: right, nearly right, or anything. */
export interface ResponseText {
  status: number
  contentType: string | undefined
  retryAfter: string | undefined
  body: string
  steps: readonly Mutation[]
}

/** The tokens of every response that has any. */
export const responseTokens = {
  access_token: 'APP_USR-c4n4ry-of-the-new-access-token',
  refresh_token: 'TG-c4n4ry-of-the-new-refresh-token',
} as const

/** Leaves the member out. */
const absent = Symbol('absent')

const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(absent, null, 0, ''),
  fc.constantFrom<unknown>(
    ...[absent, undefined, null, '', ' ', '0', '-1', '60', '1.5', '1e3', 'Bearer', 'dpop', 'a b'],
    ...['a\n', '\u0000', 'ñ', '\ud800', '\u202e', '<script>', 'x'.repeat(5_000), 0, -0, 1, -1],
    ...[1.5, 34_560_001, 1e12, 1e300, 2 ** 53, true, false, {}, [], ['bearer'], { a: { b: [] } }],
  ),
  fc.jsonValue(),
)

/** Mostly right, so that more than one member decides. */
const member = (right: unknown) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: strange })

const seldom = (value: unknown) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(absent) }, { weight: 1, arbitrary: member(value) })

const objects = fc
  .record({
    access_token: member(responseTokens.access_token),
    token_type: member('bearer'),
    expires_in: member(15_552_000),
    refresh_token: member(responseTokens.refresh_token),
    scope: member('offline_access read write'),
    user_id: member(987_654_321),
    public_key: member('APP_USR-3a1c2f44'),
    live_mode: member(true),
    // What the response to a profile request holds.
    id: member(987_654_321),
    nickname: seldom('TETE'),
    thumbnail: seldom({ picture_url: 'https://example/p' }),
    error: seldom('invalid_grant'),
  })
  .map((members) =>
    Object.fromEntries(Object.entries(members).filter(([, value]) => value !== absent)),
  )

const errors = fc.record(
  {
    error: fc.oneof(
      fc.constantFrom<unknown>(
        ...['invalid_grant', 'expired_grant', 'invalid_client', 'invalid_request', 'forbidden'],
        ...['unauthorized_client', 'INVALID_GRANT', responseTokens.access_token, '__proto__'],
      ),
      strange,
    ),
    message: fc.constantFrom(
      responseTokens.refresh_token,
      'code_verifier is missing',
      '\u001b[31m',
    ),
    status: fc.constant(400),
    cause: fc.constant([]),
  },
  { requiredKeys: [] },
)

/** The same members as a form; an object among them may have a `toString` that is no function. */
function formText(members: Record<string, unknown>): string {
  const texts = Object.entries(members).map(([name, value]): [string, string] => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ])
  return new URLSearchParams(texts).toString()
}

const bodies = fc.oneof(
  { weight: 10, arbitrary: objects.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: errors.map((value) => JSON.stringify(value)) },
  // Numbers, members and repetitions that only JSON text can spell.
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        objects,
        fc.constantFrom(
          ...['"expires_in":1e999', '"expires_in":-1e999', '"expires_in":1e-999', '"user_id":-0'],
          ...['"expires_in":6e1', '"user_id":9007199254740993', '"user_id":1e16', '"user_id":1.0'],
          ...['"__proto__":{"x":1}', '"constructor":{"prototype":{"x":1}}', '"__proto__":null'],
          ...['"access_token":"other"', '"access_token":null', '"toString":1', '"toJSON":1'],
        ),
      )
      .map(([value, text]) => JSON.stringify({ ...value, last: 1 }).replace('"last":1', text)),
  },
  {
    weight: 2,
    arbitrary: objects.chain((value) =>
      fc.constantFrom(
        JSON.stringify([value]),
        formText(value),
        `<html><body>${JSON.stringify(value)}</body></html>`,
        `\ufeff${JSON.stringify(value)}`,
        `)]}',\n${JSON.stringify(value)}`,
        JSON.stringify(JSON.stringify(value)),
        JSON.stringify({ ...value, scope: 'x'.repeat(70_000) }),
        JSON.stringify(value).replace('{', `{"deep":${'['.repeat(9_000)}${']'.repeat(9_000)},`),
      ),
    ),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
)

const fragments = fc.oneof(
  fc.constantFrom(
    ...['{', '}', '[', ']', '"', ',', ':', '\\', '\\u0000', '\\ud800', '\n', '\0', '0', '1', '-'],
    ...['e9', '.', 'null', 'true', '[]', '{}', '" "', ' ', '\ufeff', '\u2028', '//', '/*', '\\"'],
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

const contentTypes = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  {
    weight: 2,
    arbitrary: fc.constantFrom<string | undefined>(
      ...['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/problem+json'],
      ...['text/plain', 'text/html', 'application/jsonp', 'application/json, text/html', ''],
      ...['application/x-www-form-urlencoded', 'text/json', 'application/jsön', undefined],
    ),
  },
)

const statuses = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...[201, 202, 203, 204, 206, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404],
      ...[409, 422, 429, 451, 500, 502, 503, 504, 599, 600, 999],
    ),
  },
)

const waits = fc.constantFrom(
  ...[undefined, undefined, '7', '0', '61', '-1', '1.5', '1e3', '99999999999', 'x', '7, 8'],
  ...['Wed, 21 Oct 2026 07:28:00 GMT', ' 9 '],
)

export const responseTexts: fc.Arbitrary<ResponseText> = fc.record({
  status: statuses,
  contentType: contentTypes,
  retryAfter: waits,
  body: bodies,
  steps: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: mutations(fragments, 3) },
  ),
})

export function bodyOf({ body, steps }: ResponseText): string {
  return mutated(body, steps)
}

/** What can happen to a response on its way, in HTTP's own spelling. */
const spoilt = {
  cut: (head: string, body: string) => `${head}content-length: ${body.length + 400}\r\n\r\n${body}`,
  'length that is none': (head: string, body: string) => `${head}content-length: x\r\n\r\n${body}`,
  'two lengths': (head: string, body: string) =>
    `${head}content-length: 1\r\ncontent-length: 2\r\n\r\n${body}`,
  'chunk that is none': (head: string, body: string) =>
    `${head}transfer-encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`,
  'header with NUL': (head: string, body: string) => `${head}x: \0\r\n\r\n${body}`,
  'headers too long': (head: string, body: string) =>
    `${head}x: ${'x'.repeat(20_000)}\r\n\r\n${body}`,
  'no HTTP': (_head: string, body: string) => `${body}\r\n\r\n`,
  compressed: (head: string, body: string) =>
    `${head}content-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  // A change of protocol that nobody asked for.
  'status 101': (head: string, body: string) =>
    `${head.replace(/ \d+ /, ' 101 ')}connection: upgrade\r\nupgrade: x\r\n\r\n${body}`,
  'status 101 alone': (head: string, body: string) =>
    `${head.replace(/ \d+ /, ' 101 ')}connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  nothing: () => '',
} as const

/** `reset` breaks the connection in the middle of the body; after `silence` nothing comes any more. */
export type WireFault = 'none' | 'reset' | 'silence' | keyof typeof spoilt

export const wireFaults: fc.Arbitrary<WireFault> = fc.oneof(
  { weight: 300, arbitrary: fc.constant('none' as const) },
  {
    weight: 40,
    arbitrary: fc.constantFrom('reset', ...(Object.keys(spoilt) as (keyof typeof spoilt)[])),
  },
  // Each of these takes as long as its client waits.
  { weight: 1, arbitrary: fc.constant('silence' as const) },
)

/** The bytes of a response with that fault. */
export function wireBytes(response: ResponseText, fault: 'reset' | keyof typeof spoilt): Buffer {
  const { status, contentType = 'application/json' } = response
  const head = `HTTP/1.1 ${status} Answer\r\ncontent-type: ${contentType}\r\n`
  const body = Buffer.from(bodyOf(response)).toString('latin1')
  const spoil = spoilt[fault === 'reset' ? 'cut' : fault]
  return Buffer.from(spoil(head, body), 'latin1')
}

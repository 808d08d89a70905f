import fc from 'fast-check'
import { type Mutation, mutated, mutations, percentEncoded } from './mutation.ts'

export const issuer = 'https://auth.mercadopago.com'

/** The query of a callback: a template in which `STATE` stands for the attempt's, and what is done to it. */
export interface QueryText {
  template: string
  steps: readonly Mutation[]
}

const templates = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'code=CODE&state=STATE',
      'state=STATE&code=CODE',
      '?code=CODE&state=STATE',
      `code=CODE&state=STATE&iss=${encodeURIComponent(issuer)}`,
      'code=CODE&state=STATE&extra=1',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'error=access_denied&state=STATE',
      'error=access_denied&error_description=No&state=STATE',
      'error=temporarily_unavailable&state=STATE',
      'error=CODE&state=STATE',
      'error=<script>&state=STATE&error_uri=javascript:alert(1)',
      `error=server_error&state=STATE&iss=${issuer}`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'code=CODE',
      'state=STATE',
      'code=CODE&state=',
      `code=CODE&state=${'A'.repeat(43)}`,
      'code=CODE&state=STATE&iss=https://evil.example',
      `code=CODE&state=STATE&iss=${issuer}/`,
      'code=CODE&error=access_denied&state=STATE',
      'response=eyJ9&code=CODE&state=STATE',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.webQueryParameters() },
)

/** What is put into queries, by attackers and by accident. */
const fragments = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['&state=STATE', '&code=CODE', '&code=other', '&error=access_denied', '&error=', '&code='],
      ...['&state[]=STATE', '&code%5B%5D=1', '&state[a]=1', '&error_description[__proto__]=1'],
      ...['&__proto__=1', '&constructor[prototype][x]=1', '&__proto__[state]=STATE', '&toString='],
      ...['&iss=', `&iss=${issuer}`, '&iss=x', '&id_token=1', '&token', '&response'],
      ...['%0d%0aset-cookie:a=b', '%00', '%09', '%7f', '\r\n', '\0', '\t', '\x7f'],
      ...['%', '%zz', '%2', '%u0041', '%ff', '%ed%a0%80', '%f0%9f%92%a9', '%c0%80'],
      ...['#', '?', ';', '&', '=', '+', '&&', '[', ']', '[]', '%26', '%3d', '%23', '%2B'],
      ...['ñ', '\ud800', '\udc00\ud800', '\u202e', '\ufeff', '\u2028', '💥', '\x1b[31m'],
      ...['st%61te', 'c%6fde=', 'STATE', 'CODE', '<script>alert(1)</script>', "' OR 1=1--"],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `&x=${'a'.repeat(8_050)}`,
      `&x=${'a'.repeat(9_000)}`,
      '&a=1'.repeat(2_500),
      '&'.repeat(7_000),
      'a'.repeat(600),
      '%00'.repeat(1_000),
      `&error_description=${'<b>'.repeat(700)}`,
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
)

export const queryTexts: fc.Arbitrary<QueryText> = fc.record({
  template: templates,
  steps: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: mutations(fragments, 3) },
  ),
})

/** The query for this attempt. */
export function queryOf({ template, steps }: QueryText, state: string, code: string): string {
  const fill = (text: string) => text.replaceAll('STATE', state).replaceAll('CODE', code)
  const filled = steps.map((step) => ({ ...step, fragment: fill(step.fragment) }))
  const query = mutated(fill(template), filled)
  // Node 20 reads U+0141 as `A` beside a percent sequence that is no UTF-8; no HTTP server lets both through.
  return query.includes('%') ? query.replace(/[^\0-\x7f]+/g, percentEncoded) : query
}

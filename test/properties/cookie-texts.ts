import fc from 'fast-check'
import { type Mutation, mutated, mutations } from './mutation.ts'

/** A cookie as a browser holds it. */
export interface HeldCookie {
  name: string
  value: string
}

/** What became of a browser's `Cookie` header on its way. */
export interface CookieText {
  /** Which way the cookies are put together. */
  order: 'kept' | 'reversed' | 'values swapped' | 'first twice' | 'gone' | 'quoted' | 'encoded'
  /** Unrelated cookies, before and after. */
  before: string
  after: string
  steps: readonly Mutation[]
}

const strangers = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'session=abc',
      '__proto__=1',
      'constructor=x; prototype=y',
      'toString=1; hasOwnProperty=2',
      '__Host-mp-=1',
      '__Host-mp-AAAAAAAA-AAAAAAAAAAAAAAAAAAAAAA=x',
      'a="b;c"',
      '=; ==; ;;; =x',
      'ñ=ñ',
      '%=%zz; a=%ff',
      `big=${'a'.repeat(4_000)}`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 100, max: 400 }), fc.constantFrom('c', '__Host-mp-AAAAAAAA-'))
      .map(([count, name]) => Array.from({ length: count }, (_, i) => `${name}${i}=x`).join('; ')),
  },
)

const fragments = fc.oneof(
  fc.constantFrom('; ', ';', '=', ',', '"', '%', '%00', '\0', ' ', '.', 'A', '-', '_', '+', '/'),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

/** Headers of which most differ from what the browser holds. */
export const changedCookies: fc.Arbitrary<CookieText> = fc.record({
  order: fc.oneof(
    { weight: 6, arbitrary: fc.constant('kept' as const) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...(['reversed', 'values swapped', 'first twice', 'gone', 'quoted', 'encoded'] as const),
      ),
    },
  ),
  before: strangers,
  after: strangers,
  steps: mutations(fragments, 3),
})

/** Headers of which most are as the browser would send them. */
export const mostlyKeptCookies: fc.Arbitrary<CookieText> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant<CookieText>({ order: 'kept', before: '', after: '', steps: [] }),
  },
  { weight: 1, arbitrary: changedCookies },
)

/** The header of a browser that holds these cookies. */
export function headerOf(
  { order, before, after, steps }: CookieText,
  held: readonly HeldCookie[],
): string {
  const own = arranged(held, order).map(({ name, value }) => `${name}=${value}`)
  return mutated([before, ...own, after].filter((part) => part !== '').join('; '), steps)
}

function arranged(held: readonly HeldCookie[], order: CookieText['order']): readonly HeldCookie[] {
  const values = held.map(({ value }) => value)
  switch (order) {
    case 'kept':
      return held
    case 'reversed':
      return held.toReversed()
    case 'values swapped':
      return held.map(({ name }, index) => ({ name, value: values.at(index - 1) ?? '' }))
    case 'first twice':
      return [...held.slice(0, 1).map(({ name }) => ({ name, value: 'planted' })), ...held]
    case 'gone':
      return held.slice(1)
    case 'quoted':
      return held.map(({ name, value }) => ({ name, value: `"${value}"` }))
    case 'encoded':
      return held.map(({ name, value }) => ({ name, value: value.replaceAll('A', '%41') }))
  }
}

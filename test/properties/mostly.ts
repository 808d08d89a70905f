import fc from 'fast-check'
import { type Mutation, mutations } from './mutation.ts'

/** Mostly right, so that more than one part decides. */
export function mostly<T>(right: T, others: fc.Arbitrary<T>, weight = 18): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: others })
}

/** Changes with these fragments, or mostly none. */
export const seldom = (fragments: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constant<Mutation[]>([]) },
    { weight: 1, arbitrary: mutations(fragments, 3) },
  )

import { closest, distance } from 'fastest-levenshtein'

/** The known word that is most similar to a typed one; `undefined` when none is similar. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = closest(typed, known)
  return distance(typed, word) <= Math.max(2, word.length / 3) ? word : undefined
}

/** What an exploration is for: something that may never happen did. */
export class Fault extends Error {}

/** @throws Fault */
export function same(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Fault(`${what}: ${found} instead of ${expected}`)
}

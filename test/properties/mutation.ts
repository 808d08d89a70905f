import fc from 'fast-check'

const kinds = [
  'insert',
  'replace',
  'delete',
  'truncate',
  'repeat',
  'recase',
  'encode',
  'append',
  'prepend',
] as const

/** One change to a text. */
export interface Mutation {
  kind: (typeof kinds)[number]
  /** Where; counted round and round, so that it fits any text. */
  at: number
  /** How many characters it concerns. */
  length: number
  /** What is put in. */
  fragment: string
}

/** Up to so many changes with these fragments, or none. */
export function mutations(
  fragments: fc.Arbitrary<string>,
  maxLength: number,
): fc.Arbitrary<Mutation[]> {
  return fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      at: fc.nat(),
      length: fc.nat({ max: 8 }),
      fragment: fragments,
    }),
    { maxLength },
  )
}

/** The text after all changes, in order. */
export function mutated(text: string, steps: readonly Mutation[]): string {
  return steps.reduce(changed, text)
}

function changed(text: string, { kind, at, length, fragment }: Mutation): string {
  const from = at % (text.length + 1)
  const head = text.slice(0, from)
  const part = text.slice(from, from + length)
  const tail = text.slice(from + length)
  switch (kind) {
    case 'insert':
      return head + fragment + part + tail
    case 'replace':
      return head + fragment + tail
    case 'delete':
      return head + tail
    case 'truncate':
      return head
    case 'repeat':
      return head + part + part + tail
    case 'recase':
      return head + recased(part) + tail
    case 'encode':
      return head + percentEncoded(part) + tail
    case 'append':
      return text + fragment
    case 'prepend':
      return fragment + text
  }
}

function recased(text: string): string {
  const upperCase = text.toUpperCase()
  return text === upperCase ? text.toLowerCase() : upperCase
}

/** Every byte of the text as `%` and two digits. */
export function percentEncoded(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replace(/../g, (byte) => `%${byte}`)
}

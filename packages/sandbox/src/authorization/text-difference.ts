const before = 16
const after = 12

/** Where two texts part; the length of the shorter one when it is the other's beginning. */
export function firstDifference(one: string, other: string): number {
  let index = 0
  while (index < one.length && index < other.length && one[index] === other[index]) index += 1
  return index
}

/** The text around a place, on one line; white space can be seen. */
export function excerpt(text: string, index: number): string {
  const start = Math.max(0, index - before)
  const end = Math.min(text.length, index + after)
  const part = text.slice(start, end).replace(/\s/g, '␣')
  return `${start > 0 ? '…' : ''}${part}${end < text.length ? '…' : ''}`
}

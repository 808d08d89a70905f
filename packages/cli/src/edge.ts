/**
 * What a value begins or ends with that nobody types on purpose, such as `ends with a line break`.
 * `undefined` when there is nothing of the kind.
 */
export function edgeOf(value: string): string | undefined {
  const first = nameOf(value.slice(0, 1))
  if (first !== undefined) return `begins with ${first}`
  const last = nameOf(value.slice(-1))
  return last === undefined ? undefined : `ends with ${last}`
}

function nameOf(character: string): string | undefined {
  if (character === '\ufeff') return 'a byte order mark (BOM)'
  if (/[\r\n\u0085\u2028\u2029]/.test(character)) return 'a line break'
  if (/\s/.test(character)) return 'a blank'
  return /[\p{Cc}\p{Cf}]/u.test(character) ? 'an invisible character' : undefined
}

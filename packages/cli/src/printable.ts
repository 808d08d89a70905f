/** Control, bidirectional and other format characters, line separators, and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** The text as one line that cannot move the cursor or reorder what is shown: each such character is a `?`. */
export function printable(text: string): string {
  return text.replace(unprintable, '?')
}

/** The value as JSON in one line, in which each of those characters is escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, escaped)
}

/** As JSON escapes it: a character beyond U+FFFF is two escapes. */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Text from elsewhere as one line of a terminal: what could move its cursor or turn its text round is a `?`. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '?')
}

/** Colors that every terminal has, by what they say. */
const codes = { good: 32, notice: 36, warning: 33, bad: 31 } as const

/** What a color says. */
export type Color = keyof typeof codes

/** The text in a color; the color ends with it. */
export function colored(color: Color, text: string): string {
  return `\u001b[${codes[color]}m${text}\u001b[39m`
}

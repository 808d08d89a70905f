import type { VNode } from 'preact'

const colors = 5

/** The initials of a name on a background color. The full name is shown next to them. */
export function Monogram({ name }: { name: string }): VNode {
  const words = name.split(/[\s_]+/).filter((word) => word !== '')
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '')
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  return (
    <span class={`monogram color-${sum % colors}`} aria-hidden="true">
      {letters.join('').toUpperCase()}
    </span>
  )
}

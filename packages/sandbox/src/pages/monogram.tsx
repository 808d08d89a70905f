import type { VNode } from 'preact'

const tones = 6

/**
 * Somebody's initials in a circle, in a colour that stays theirs. Pictures of sellers are elsewhere, and
 * pages load nothing from elsewhere.
 */
export function Monogram({ name, isLarge = false }: { name: string; isLarge?: boolean }): VNode {
  const size = isLarge ? ' large' : ''
  return (
    <span class={`monogram tone-${toneOf(name)}${size}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

function initialsOf(name: string): string {
  const parts = name.split(/[\s_-]+/).filter((part) => part !== '')
  const [first, ...others] = parts.map((part) => [...part][0] ?? '')
  return `${first ?? '?'}${others.at(-1) ?? ''}`.toUpperCase()
}

function toneOf(name: string): number {
  return (
    [...name].reduce((tone, letter) => (tone * 7 + (letter.codePointAt(0) ?? 0)) % 997, 0) % tones
  )
}

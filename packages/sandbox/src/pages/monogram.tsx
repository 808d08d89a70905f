import type { VNode } from 'preact'

const tones = 6

/**
 * A person's initials in a circle, always in the same colour. There are no pictures, because pages load nothing
 * from other servers.
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

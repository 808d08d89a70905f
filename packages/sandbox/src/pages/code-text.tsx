import type { VNode } from 'preact'

/** A sentence in which `backticks` mark what is code. */
export function CodeText({ text }: { text: string }): VNode {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}
    </>
  )
}

import type { VNode } from 'preact'

/** What came of what the reader just did; nothing when there is nothing to say. */
export function NoticeLine({ text }: { text: string | undefined }): VNode | null {
  if (text === undefined) return null
  return (
    <p class="notice" role="status" data-testid="notice">
      {text}
    </p>
  )
}

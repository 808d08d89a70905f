import type { VNode } from 'preact'
import { type Language, words } from './words.ts'

interface WaysBackProps {
  language: Language
  /** Of registered applications. */
  origins: readonly string[]
}

/** A link to the start of each application: a callback would be a dead end. */
export function WaysBack({ language, origins }: WaysBackProps): VNode | null {
  if (origins.length === 0) return null
  return (
    <div class="ways">
      {origins.map((origin) => (
        <WayBack key={origin} language={language} url={`${origin}/`} />
      ))}
    </div>
  )
}

/** A link to a page of an application. */
export function WayBack({ language, url }: { language: Language; url: string }): VNode {
  return (
    <a class="go" href={url} rel="noreferrer" data-testid="back">
      {words[language].backTo(new URL(url).host)}
    </a>
  )
}

import type { VNode } from 'preact'
import type { Moment } from '../sellers/timeline.ts'
import { momentText, reasonText } from './seller-words.ts'
import type { View } from './view.ts'

interface TimelineProps {
  view: View
  /** Newest first. */
  moments: readonly Moment[]
}

/** What happened to a seller lately. */
export function TimelineList({ view, moments }: TimelineProps): VNode {
  const { words, formats } = view
  if (moments.length === 0) return <p class="quiet">{words.timeline.empty}</p>
  return (
    <ol class="timeline" data-testid="timeline">
      {moments.map((moment) => (
        <li
          key={`${moment.at.getTime()}${moment.what}`}
          class={moment.what}
          data-what={moment.what}
          data-by={moment.by}
        >
          <span>{momentText(moment, view)}</span>
          {moment.code !== undefined && (
            <small data-code={moment.code}>{reasonText(moment.code, words)}</small>
          )}
          <time datetime={moment.at.toISOString()} data-local>
            {formats.minute(moment.at)}
          </time>
        </li>
      ))}
    </ol>
  )
}

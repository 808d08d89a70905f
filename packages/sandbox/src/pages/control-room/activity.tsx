import type { VNode } from 'preact'
import type { LoggedRequest } from '../../logged-request.ts'
import { Advice, Explanation } from '../explanation.tsx'
import { dateTime, type Language, words } from '../words.ts'
import { Frame, type Visit } from './frame.tsx'
import type { Names } from './names.ts'
import { sentenceOf } from './sentence.ts'
import { controlRoomWords } from './words.ts'

interface ActivityProps {
  visit: Visit
  /** Newest first. */
  requests: readonly LoggedRequest[]
  names: Names
  /** The last authorization request, if it was refused. */
  refused: LoggedRequest | undefined
}

/** What the server was asked for, one readable line each. */
export function ActivityPage({ visit, requests, names, refused }: ActivityProps): VNode {
  const { language } = visit
  const text = controlRoomWords[language]
  return (
    <Frame visit={visit} section="activity" intro={text.activity.intro}>
      <div id="refusal" data-live aria-live="polite">
        {refused && <LastRefusal refused={refused} language={language} />}
      </div>
      <div class="heading">
        <h2 id="log-title">{text.activity.log}</h2>
        <form method="post" action="/sandbox/clear">
          <input type="hidden" name="lang" value={language} />
          <button type="submit" class="secondary outline small" aria-describedby="clear-meaning">
            {text.activity.clear}
          </button>
          <small id="clear-meaning">{text.activity.clearMeaning}</small>
        </form>
      </div>
      <ol
        id="log"
        class="log"
        data-live="items"
        aria-live="polite"
        aria-relevant="additions"
        aria-labelledby="log-title"
      >
        {requests.length === 0 && (
          <li id="nothing" class="empty">
            <p>{text.activity.empty}</p>
            <p>
              <small>{text.activity.emptyMore}</small>
            </p>
          </li>
        )}
        {withIds(requests).map(({ id, request }) => (
          <li key={id} id={id} data-testid="request">
            <LogLine request={request} names={names} language={language} />
          </li>
        ))}
      </ol>
    </Frame>
  )
}

function LastRefusal({ refused, language }: { refused: LoggedRequest; language: Language }) {
  const { error, explanation, at } = refused
  const text = controlRoomWords[language]
  return (
    <article data-testid="refusal">
      <h2>{text.activity.lastRefusal}</h2>
      <Advice reason={error} language={language} />
      <Explanation text={explanation ?? ''} language={language} />
      <p class="aside">
        <time dateTime={at.toISOString()}>{dateTime(at, language)}</time>
      </p>
    </article>
  )
}

function LogLine(props: { request: LoggedRequest; names: Names; language: Language }) {
  const { request, names, language } = props
  const { status, error, fault, grantType, method, path, at } = request
  const text = controlRoomWords[language]
  const isBad = status === undefined || status >= 400
  const meaning = error === undefined ? undefined : words[language].errors[error]
  return (
    <>
      <span class={isBad ? 'status bad' : 'status good'}>{status ?? text.activity.cut}</span>
      <div>
        <p>
          {sentenceOf(request, names, text)}
          {meaning !== undefined && <span class="why">: {meaning}</span>}
        </p>
        {fault !== undefined && (
          <p class="fault">{text.activity.fault(text.faults.kinds[fault])}</p>
        )}
        <p class="wire">
          <code>
            {method} {path}
          </code>
          {grantType !== undefined && <code>grant_type={grantType}</code>}
          {error !== undefined && <code>{error}</code>}
          <time dateTime={at.toISOString()}>{dateTime(at, language)}</time>
        </p>
      </div>
    </>
  )
}

/** Ids that stay the same while lines come and go: the time, and a number where times are equal. */
function withIds(requests: readonly LoggedRequest[]): { id: string; request: LoggedRequest }[] {
  const seen = new Map<number, number>()
  return [...requests]
    .reverse()
    .map((request) => {
      const atMs = request.at.getTime()
      const count = (seen.get(atMs) ?? 0) + 1
      seen.set(atMs, count)
      return { id: `at-${atMs}-${count}`, request }
    })
    .reverse()
}

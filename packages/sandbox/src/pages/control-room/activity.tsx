import type { VNode } from 'preact'
import type { Attempt } from '../../attempts/attempt.ts'
import type { LoggedRequest } from '../../logged-request.ts'
import { Advice, Explanation } from '../explanation.tsx'
import { type Language, words } from '../words.ts'
import { Frame, type Visit } from './frame.tsx'
import { Moment } from './moment.tsx'
import type { Names } from './names.ts'
import { sentenceOf } from './sentence.ts'
import { VerdictBadge } from './verdict-badge.tsx'
import { controlRoomWords } from './words.ts'

interface ActivityProps {
  visit: Visit
  /** Newest first. */
  attempts: readonly Attempt[]
  names: Names
  /** The last authorization request, if it was refused. */
  refused: LoggedRequest | undefined
}

/** What the server was asked for: attempts and renewals, each with its requests in readable lines. */
export function ActivityPage({ visit, attempts, names, refused }: ActivityProps): VNode {
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
        {attempts.length === 0 && (
          <li id="nothing" class="empty">
            <p>{text.activity.empty}</p>
            <p>
              <small>{text.activity.emptyMore}</small>
            </p>
          </li>
        )}
        {attempts.map((attempt, index) =>
          attempt.kind === 'other' ? (
            <Requests key={attempt.id} {...{ attempt, names, language }} />
          ) : (
            <AttemptGroup
              key={attempt.id}
              {...{ attempt, names, language }}
              isNewest={index === 0}
            />
          ),
        )}
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
        <Moment at={at} language={language} />
      </p>
    </article>
  )
}

interface AttemptProps {
  attempt: Attempt
  names: Names
  language: Language
}

/** A section that folds. Its content is updated separately, so that it stays open or closed. */
function AttemptGroup(props: AttemptProps & { isNewest: boolean }) {
  const { attempt, names, language, isNewest } = props
  const { attempts: text } = controlRoomWords[language]
  const id = `attempt-${attempt.id}`
  return (
    <li id={id} class="group" data-testid="attempt">
      <details open={isNewest}>
        <summary>
          <span id={`${id}-summary`} class="summary" data-live>
            <AttemptSummary {...{ attempt, names, language }} />
          </span>
        </summary>
        <p class="see">
          <a href={`/sandbox/attempts/${attempt.id}?lang=${language}`} data-testid="see">
            {text.see}
          </a>
        </p>
        <ol id={`${id}-requests`} class="requests" data-live="items">
          <Requests {...{ attempt, names, language }} />
        </ol>
      </details>
    </li>
  )
}

function AttemptSummary({ attempt, names, language }: AttemptProps) {
  const { kind, verdict, clientId, sellerId, startedAt, requests } = attempt
  const { attempts: text } = controlRoomWords[language]
  const parties = [
    clientId === undefined ? undefined : names.application(clientId),
    sellerId === undefined ? undefined : names.seller(sellerId),
  ]
  const count = requests.length === 0 ? undefined : text.requests(requests.length)
  return (
    <>
      <span class="what">
        <strong>{text.kinds[kind]}</strong> <VerdictBadge verdict={verdict} language={language} />
      </span>
      <small>
        {[...parties, count].filter((part) => part !== undefined).join(' · ')}
        {' · '}
        <Moment at={startedAt} language={language} />
      </small>
    </>
  )
}

function Requests({ attempt, names, language }: AttemptProps) {
  return (
    <>
      {attempt.requests.map((request, index) => {
        const id = `request-${attempt.id}-${index}`
        return (
          <li key={id} id={id} class="request" data-testid="request">
            <LogLine {...{ request, names, language }} />
          </li>
        )
      })}
    </>
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
          <Moment at={at} language={language} />
        </p>
      </div>
    </>
  )
}

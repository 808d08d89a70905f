import type { VNode } from 'preact'
import type { Attempt } from '../../attempts/attempt.ts'
import type { Fault } from '../../faults/fault.ts'
import { AttemptLink } from './attempt-link.tsx'
import { Frame, type Visit } from './frame.tsx'
import { Moment } from './moment.tsx'
import type { Names } from './names.ts'
import { RunAgain } from './run-again.tsx'
import { Sequence } from './sequence.tsx'
import { StolenCode } from './stolen-code.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import { controlRoomWords } from './words.ts'

interface AttemptPageProps {
  visit: Visit
  attempt: Attempt
  names: Names
  pending: readonly Fault[]
  /** Where the app begins such an attempt, if that is known. */
  start: string | undefined
  /** The attempt that this one runs again. */
  before: Attempt | undefined
  /** Those that run this one again, newest first. */
  again: readonly Attempt[]
}

/** One attempt or renewal, step by step. */
export function AttemptPage(props: AttemptPageProps): VNode {
  const { visit, attempt, names, pending, start, before, again } = props
  const { language } = visit
  const text = controlRoomWords[language].attempts
  const { kind, id } = attempt
  return (
    <Frame
      visit={visit}
      section="activity"
      title={text.kinds[kind]}
      path={`/sandbox/attempts/${id}`}
    >
      <p>
        <a href={`/sandbox?lang=${language}`}>← {text.back}</a>
      </p>
      {before && (
        <p data-testid="before">
          {text.again.before} <AttemptLink attempt={before} language={language} />
        </p>
      )}
      <Verdict {...{ visit, attempt, names }} />
      <h2 id="sequence">{text.sequence}</h2>
      <Sequence steps={attempt.steps} challenge={attempt.challenge} language={language} />
      <div id="stolen" data-live>
        <StolenCode attempt={attempt} language={language} />
      </div>
      {kind !== 'other' && <RunAgain {...{ visit, attempt, pending, start, again }} />}
    </Frame>
  )
}

function Verdict({ visit, attempt, names }: Pick<AttemptPageProps, 'visit' | 'attempt' | 'names'>) {
  const { language } = visit
  const { verdict, clientId, sellerId, startedAt } = attempt
  const about = [
    clientId === undefined ? undefined : names.application(clientId),
    sellerId === undefined ? undefined : names.seller(sellerId),
  ].filter((part) => part !== undefined)
  return (
    <article id="verdict" data-live aria-live="polite">
      <p>
        <VerdictBadge verdict={verdict} language={language} />
      </p>
      <p>{controlRoomWords[language].attempts.verdicts[verdict].text}</p>
      <p class="aside">
        {about.map((part) => `${part} · `)}
        <Moment at={startedAt} language={language} />
      </p>
    </article>
  )
}

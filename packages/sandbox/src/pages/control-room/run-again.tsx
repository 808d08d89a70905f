import type { VNode } from 'preact'
import { againFaults } from '../../attempts/again-fault.ts'
import type { Attempt } from '../../attempts/attempt.ts'
import type { Fault } from '../../faults/fault.ts'
import { parsedUrl } from '../../parsed-url.ts'
import { AttemptLink } from './attempt-link.tsx'
import type { Visit } from './frame.tsx'
import { controlRoomWords } from './words.ts'

interface RunAgainProps {
  visit: Visit
  attempt: Attempt
  pending: readonly Fault[]
  /** Where the app begins such an attempt, if that is known. */
  start: string | undefined
  /** Those that run this one again, newest first. */
  again: readonly Attempt[]
}

/** A button for each fault worth seeing, and the way back to where an attempt begins. */
export function RunAgain({ visit, attempt, pending, start, again }: RunAgainProps): VNode {
  const { language } = visit
  const { attempts, faults } = controlRoomWords[language]
  const text = attempts.again
  const isRenewal = attempt.kind === 'renewal'
  return (
    <article>
      <h2 id="again">{text.title}</h2>
      <p>{isRenewal ? text.renewalIntro : text.intro}</p>
      {start !== undefined && <p data-testid="starts">{text.starts(new URL(start).host)}</p>}
      <form method="post" action={`/sandbox/attempts/${attempt.id}/again`} aria-labelledby="again">
        <input type="hidden" name="lang" value={language} />
        <ul class="kinds">
          {Object.entries(againFaults[attempt.kind]).map(([name, { endpoint, kind }]) => (
            <li key={name}>
              <button type="submit" name="fault" value={name} class="outline">
                {faults.endpoints[endpoint].name}: {faults.kinds[kind]} <code>{kind}</code>
              </button>
            </li>
          ))}
        </ul>
      </form>
      <div id="pending" data-live aria-live="polite">
        <Pending {...{ visit, attempt, pending, start }} />
      </div>
      {again.length > 0 && (
        <>
          <h3 id="runs">{text.runs}</h3>
          <ul aria-labelledby="runs" data-testid="runs">
            {again.map((each) => (
              <li key={each.id}>
                <AttemptLink attempt={each} language={language} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="aside">
        <a href={`/sandbox/faults?lang=${language}`}>{text.moreFaults}</a>
      </p>
    </article>
  )
}

function Pending({ visit, attempt, pending, start }: Omit<RunAgainProps, 'again'>) {
  const { attempts, faults } = controlRoomWords[visit.language]
  const text = attempts.again
  if (pending.length === 0) return null
  return (
    <div class="notice" data-testid="pending">
      {pending.map(({ endpoint, kind }, index) => (
        <p key={`${index}-${kind}`}>
          {text.pending} <strong>{faults.endpoints[endpoint].name}</strong>: {faults.kinds[kind]}
        </p>
      ))}
      <Start attempt={attempt} start={start} text={text} />
    </div>
  )
}

function Start(props: { attempt: Attempt; start: string | undefined; text: AgainText }) {
  const { attempt, start, text } = props
  if (attempt.kind === 'renewal') return <p>{text.startRenewal}</p>
  const origin = parsedUrl(attempt.redirectUri ?? '')?.origin
  if (origin === undefined) return <p>{text.startYourself}</p>
  return (
    <p>
      <a href={start ?? `${origin}/`} rel="noreferrer" data-testid="start">
        {text.open(origin)}
      </a>
      {start === undefined && (
        <>
          <br />
          <small>{text.openMore}</small>
        </>
      )}
    </p>
  )
}

type AgainText = (typeof controlRoomWords)['en']['attempts']['again']

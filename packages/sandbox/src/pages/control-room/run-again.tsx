import type { VNode } from 'preact'
import { againFaults } from '../../attempts/again-fault.ts'
import type { Attempt } from '../../attempts/attempt.ts'
import type { Fault } from '../../faults/fault.ts'
import { parsedUrl } from '../../parsed-url.ts'
import type { Visit } from './frame.tsx'
import { controlRoomWords } from './words.ts'

interface RunAgainProps {
  visit: Visit
  attempt: Attempt
  pending: readonly Fault[]
}

/** A button for each fault worth seeing, and the way back to where an attempt begins. */
export function RunAgain({ visit, attempt, pending }: RunAgainProps): VNode {
  const { language } = visit
  const { attempts, faults } = controlRoomWords[language]
  const text = attempts.again
  const isRenewal = attempt.kind === 'renewal'
  return (
    <article>
      <h2 id="again">{text.title}</h2>
      <p>{isRenewal ? text.renewalIntro : text.intro}</p>
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
        <Pending {...{ visit, attempt, pending }} />
      </div>
      <p class="aside">
        <a href={`/sandbox/faults?lang=${language}`}>{text.moreFaults}</a>
      </p>
    </article>
  )
}

function Pending({ visit, attempt, pending }: RunAgainProps) {
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
      <Start attempt={attempt} text={text} />
    </div>
  )
}

function Start(props: { attempt: Attempt; text: AgainText }) {
  const { attempt, text } = props
  if (attempt.kind === 'renewal') return <p>{text.startRenewal}</p>
  const origin = parsedUrl(attempt.redirectUri ?? '')?.origin
  if (origin === undefined) return <p>{text.startYourself}</p>
  return (
    <p>
      <a href={`${origin}/`} rel="noreferrer" data-testid="start">
        {text.open(origin)}
      </a>
      <br />
      <small>{text.openMore}</small>
    </p>
  )
}

type AgainText = (typeof controlRoomWords)['en']['attempts']['again']

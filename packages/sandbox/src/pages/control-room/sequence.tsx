import type { VNode } from 'preact'
import type { ShownChallenge } from '../../attempts/pkce.ts'
import type { ShownParameter } from '../../attempts/shown-parameter.ts'
import type { Party, Step } from '../../attempts/step.ts'
import { Advice, Explanation } from '../explanation.tsx'
import type { Language } from '../words.ts'
import { CheckedVerifier } from './checked-verifier.tsx'
import { Moment } from './moment.tsx'
import type { AttemptWords } from './words/attempts/words.ts'
import { controlRoomWords } from './words.ts'

const parties: readonly Party[] = ['browser', 'app', 'server']

interface SequenceProps {
  steps: readonly Step[]
  /** Of the authorization request, if it was accepted. */
  challenge: ShownChallenge | undefined
  language: Language
}

/** A sequence diagram: three lifelines, and a message for each step. */
export function Sequence({ steps, challenge, language }: SequenceProps): VNode {
  const text = controlRoomWords[language].attempts
  const beginning = beginningOf(steps, challenge, text)
  return (
    <div class="sequence">
      <div class="parties" aria-hidden="true">
        {parties.map((party) => (
          <span key={party}>
            <span class="long">{text.parties[party]}</span>
            <span class="short">{text.shortParties[party]}</span>
          </span>
        ))}
      </div>
      <ol id="steps" data-live="items" aria-live="polite" aria-labelledby="sequence">
        {steps.map((step) => (
          <li
            key={step.id}
            id={`step-${step.id}`}
            class={`${step.from}-${step.to} ${step.sight}${step.stop ? ' stopped' : ''}`}
            data-testid="step"
            data-kind={step.kind}
          >
            <StepItem {...{ step, language }} beginning={beginning} />
          </li>
        ))}
      </ol>
    </div>
  )
}

interface StepItemProps {
  step: Step
  /** What the app did before it sent the browser away. */
  beginning: string | undefined
  language: Language
}

function StepItem({ step, beginning, language }: StepItemProps) {
  const { kind, from, to, sight, at, status } = step
  const text = controlRoomWords[language].attempts
  const { title, text: usual } = text.steps[kind]
  const more = kind === 'send_away' ? beginning : usual
  return (
    <>
      <div class="message">
        <p class="route">
          {from === to ? text.parties[from] : `${text.parties[from]} → ${text.parties[to]}`}
          {sight !== 'seen' && ` · ${sight === 'inferred' ? text.inferred : text.awaited}`}
        </p>
        <h3>{title}</h3>
      </div>
      {from !== to && <div class="arrow" aria-hidden="true" />}
      <div class="message">
        {more !== undefined && <p>{more}</p>}
        {step.check && <CheckedVerifier check={step.check} language={language} />}
        <Stop step={step} language={language} />
        {(at || status !== undefined) && (
          <p class="wire">
            {status !== undefined && <code>HTTP {status}</code>}
            {at && <Moment at={at} language={language} />}
          </p>
        )}
        {step.parameters.length > 0 && (
          <Parameters parameters={step.parameters} language={language} />
        )}
      </div>
    </>
  )
}

function beginningOf(
  steps: readonly Step[],
  challenge: ShownChallenge | undefined,
  text: AttemptWords,
): string | undefined {
  if (challenge?.method === 'S256') return text.steps.send_away.text
  if (challenge) return text.withPlainChallenge
  const names = steps.flatMap(({ parameters }) => parameters.map(({ name }) => name))
  // A challenge that was refused can be anything.
  return names.includes('code_challenge') ? undefined : text.withoutChallenge
}

function Stop({ step, language }: { step: Step; language: Language }) {
  const { stop, error, explanation, fault } = step
  const text = controlRoomWords[language]
  if (stop === undefined) return null
  const verdict = text.attempts.verdicts[stop]
  return (
    <div class="stop" data-testid="stop">
      <p>
        {text.attempts.stopsHere} <strong>{verdict.title}</strong>. {verdict.text}
      </p>
      {fault !== undefined && <p>{text.activity.fault(text.faults.kinds[fault])}</p>}
      {explanation !== undefined && (
        <>
          <Advice reason={error} language={language} />
          <Explanation text={explanation} language={language} />
        </>
      )}
    </div>
  )
}

function Parameters(props: { parameters: readonly ShownParameter[]; language: Language }) {
  const { parameters, language } = props
  const text = controlRoomWords[language].attempts
  return (
    <details>
      <summary>{text.parameters(parameters.length)}</summary>
      <dl class="parameters">
        {parameters.map(({ name, value, isShortened }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <code>{value}</code>
              {isShortened && <small> ({text.hidden})</small>}
              {text.meanings[name] !== undefined && <p>{text.meanings[name]}</p>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

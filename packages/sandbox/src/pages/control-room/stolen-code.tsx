import type { VNode } from 'preact'
import type { Attempt } from '../../attempts/attempt.ts'
import { type ShownChallenge, showVerifier } from '../../attempts/pkce.ts'
import type { Language } from '../words.ts'
import { controlRoomWords } from './words.ts'

interface StolenCodeProps {
  attempt: Attempt
  language: Language
}

/** What an attacker would have who stole the code on its way, and what it would be worth. */
export function StolenCode({ attempt, language }: StolenCodeProps): VNode | null {
  const text = controlRoomWords[language].attempts.thief
  const { code, challenge } = attempt
  if (code === undefined) return null
  return (
    <article data-testid="stolen-code">
      <h2>{text.title}</h2>
      <p>{text.intro}</p>
      <div class="columns">
        <div>
          <h3>{text.has}</h3>
          <ul>
            <li>
              {text.code} <code>{code}</code>
            </li>
            {challenge && (
              <li>
                {text.challenge} <code>{challenge.value}</code>
              </li>
            )}
            {challenge?.method === 'plain' && <li>{text.verifier}</li>}
          </ul>
        </div>
        <div>
          <h3>{text.lacks}</h3>
          <ul>
            {challenge?.method === 'S256' && <li>{text.verifier}</li>}
            <li>{text.secret}</li>
          </ul>
        </div>
      </div>
      {challenge?.method === 'S256' ? (
        <Tries challenge={challenge} language={language} />
      ) : (
        <p class="judgement bad">{challenge ? text.plain : text.none}</p>
      )}
    </article>
  )
}

const guess = 'a-made-up-verifier-of-the-thief-0123456789-'

function Tries({ challenge, language }: { challenge: ShownChallenge; language: Language }) {
  const text = controlRoomWords[language].attempts.thief
  return (
    <>
      <h3>{text.tries}</h3>
      <ol class="tries">
        {[text.alone, text.backwards, text.guess, text.inject].map((way) => (
          <li key={way.title}>
            <strong>{way.title}</strong>
            <p>{way.text}</p>
            {way === text.guess && (
              <dl class="guess">
                <dt>{text.guessed}</dt>
                <dd>
                  <code>{guess}</code>
                </dd>
                <dt>{text.ofGuess}</dt>
                <dd>
                  <code class="different">{showVerifier(guess).challenge}</code>
                </dd>
                <dt>{text.stored}</dt>
                <dd>
                  <code class="different">{challenge.value}</code>
                </dd>
              </dl>
            )}
          </li>
        ))}
      </ol>
      <p class="judgement good">{text.conclusion}</p>
    </>
  )
}

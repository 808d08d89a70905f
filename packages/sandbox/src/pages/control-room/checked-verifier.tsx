import type { VNode } from 'preact'
import type { PkceCheck } from '../../attempts/pkce.ts'
import type { Language } from '../words.ts'
import { controlRoomWords } from './words.ts'

interface CheckedVerifierProps {
  check: PkceCheck
  language: Language
}

/** From the verifier to the challenge, what was kept, and what came of it. */
export function CheckedVerifier({ check, language }: CheckedVerifierProps): VNode {
  const { stored, verifier, isPassed } = check
  const text = controlRoomWords[language].attempts.pkce
  const isHashed = stored?.method === 'S256'
  return (
    <div class="check" data-testid="check">
      <ol>
        {verifier && (
          <li>
            <strong>{text.verifier}</strong>
            <code data-testid="verifier">{verifier.value}</code>
            <small>{verifier.isWellFormed ? text.length(verifier.length) : text.malformed}</small>
          </li>
        )}
        {verifier && isHashed && (
          <>
            <li>
              <strong>{text.hash}</strong>
              <code>{verifier.sha256}</code>
            </li>
            <li>
              <strong>{text.computed}</strong>
              <code class={isPassed ? 'same' : 'different'} data-testid="computed">
                {verifier.challenge}
              </code>
              <small>{text.computedMeaning}</small>
            </li>
          </>
        )}
        {stored && (
          <li class="stored">
            <strong>{text.stored}</strong>
            <code class={isPassed ? 'same' : 'different'} data-testid="stored">
              {stored.value}
            </code>
            <small>{isHashed ? text.storedMeaning : text.storedPlain}</small>
          </li>
        )}
      </ol>
      <p class={isPassed ? 'judgement good' : 'judgement bad'} data-testid="judgement">
        {isPassed ? '= ' : '≠ '}
        {judgementOf(check, text)}
      </p>
    </div>
  )
}

function judgementOf(
  { stored, verifier, isPassed }: PkceCheck,
  text: (typeof controlRoomWords)[Language]['attempts']['pkce'],
): string {
  if (!stored) return text.noChallenge
  if (!verifier) return text.noVerifier
  if (!isPassed) return text.different
  return stored.method === 'S256' ? text.same : text.samePlain
}

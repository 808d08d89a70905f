import type { VNode } from 'preact'
import type { Attempt } from '../../attempts/attempt.ts'
import type { Language } from '../words.ts'
import { Moment } from './moment.tsx'
import { controlRoomWords } from './words.ts'

/** A link to an attempt, by how it ended and when it began. */
export function AttemptLink(props: { attempt: Attempt; language: Language }): VNode {
  const { attempt, language } = props
  const { id, verdict, startedAt } = attempt
  const { title } = controlRoomWords[language].attempts.verdicts[verdict]
  return (
    <a href={`/sandbox/attempts/${id}?lang=${language}`}>
      {title} · <Moment at={startedAt} language={language} />
    </a>
  )
}

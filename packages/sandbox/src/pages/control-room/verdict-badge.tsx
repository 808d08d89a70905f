import type { VNode } from 'preact'
import type { Verdict } from '../../attempts/verdict.ts'
import type { Language } from '../words.ts'
import { controlRoomWords } from './words.ts'

const good: ReadonlySet<Verdict> = new Set(['linked', 'renewed', 'done'])
const waiting: ReadonlySet<Verdict> = new Set(['open', 'unexchanged', 'lost', 'struck'])

/** How an attempt stands, in two or three words. */
export function VerdictBadge(props: { verdict: Verdict; language: Language }): VNode {
  const { verdict, language } = props
  return (
    <span class={`verdict ${toneOf(verdict)}`} data-testid="verdict">
      {controlRoomWords[language].attempts.verdicts[verdict].title}
    </span>
  )
}

function toneOf(verdict: Verdict): string {
  if (good.has(verdict)) return 'good'
  return waiting.has(verdict) ? 'waiting' : 'bad'
}

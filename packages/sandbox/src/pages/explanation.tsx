import type { VNode } from 'preact'
import { type Language, words } from './words.ts'

/** What to check, in one sentence, in the language of the page. Nothing for a reason without a sentence. */
export function Advice(props: { reason: string | undefined; language: Language }): VNode | null {
  const part = words[props.language].errors[props.reason ?? '']
  if (part === undefined) return null
  return <p data-testid="advice">{`${part.charAt(0).toUpperCase()}${part.slice(1)}.`}</p>
}

interface ExplanationProps {
  /** For the developer, in English. Lines `Received: …` and `Registered: …` are shown as a pair. */
  text: string
  language: Language
}

/** What is wrong with a request; where two texts should be equal, with a mark at the first difference. */
export function Explanation({ text, language }: ExplanationProps): VNode {
  const lines = text.split('\n')
  const received = textOf(lines, 'Received')
  const registered = textOf(lines, 'Registered')
  const isPair = received !== undefined && registered !== undefined
  const sentences = isPair ? lines.filter((line) => !/^(Received|Registered): /.test(line)) : lines
  return (
    <div class="explanation">
      <InEnglish language={language} />
      <p lang="en" data-testid="explanation">
        {sentences.join('\n')}
      </p>
      {isPair && <Difference received={received} registered={registered} language={language} />}
    </div>
  )
}

/** Says on pages of other languages that what follows is in English. */
export function InEnglish({ language }: { language: Language }): VNode | null {
  const { inEnglish } = words[language]
  return inEnglish === undefined ? null : <small>{inEnglish}</small>
}

function textOf(lines: readonly string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
}

interface DifferenceProps {
  received: string
  registered: string
  language: Language
}

function Difference({ received, registered, language }: DifferenceProps) {
  const text = words[language]
  const index = firstDifference(received, registered)
  return (
    <dl class="difference">
      <dt>{text.registered}</dt>
      <dd data-testid="registered">
        <Marked value={registered} index={index} end={text.endsHere} />
      </dd>
      <dt>{text.received}</dt>
      <dd data-testid="received">
        <Marked value={received} index={index} end={text.endsHere} />
      </dd>
    </dl>
  )
}

function Marked(props: { value: string; index: number | undefined; end: string }) {
  const { value, index, end } = props
  if (index === undefined) return <code>{value}</code>
  return (
    <>
      <code>
        {value.slice(0, index)}
        {index < value.length && <mark>{value[index]}</mark>}
        {value.slice(index + 1)}
      </code>
      {index >= value.length && <mark class="end">{end}</mark>}
    </>
  )
}

function firstDifference(one: string, other: string): number | undefined {
  const longest = Math.max(one.length, other.length)
  for (let index = 0; index < longest; index++) if (one[index] !== other[index]) return index
  return undefined
}

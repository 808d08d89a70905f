import type { VNode } from 'preact'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import { Advice, Explanation } from './explanation.tsx'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

interface RefusalProps {
  language: Language
  /** Short and stable; has a sentence in every language. */
  reason: string
  explanation: string
}

/** What the seller sees when the application is set up wrongly, and what the developer should know. */
export function RefusalPage({ language, reason, explanation }: RefusalProps): VNode {
  const text = words[language]
  const isOperator = reason === 'invalid_operator_user_id'
  const title = isOperator ? text.operator : text.refused
  return (
    <Layout language={language} title={title}>
      <article class="card">
        <h1>{title}</h1>
        <p>{isOperator ? text.operatorMore : text.refusedMore}</p>
        <p>
          <code>{reason}</code>
        </p>
        <h2>{text.toCheck}</h2>
        <Advice reason={reason} language={language} />
        <Explanation text={explanation} language={language} />
        <ToControlRoom language={language} />
      </article>
    </Layout>
  )
}

function ToControlRoom({ language }: { language: Language }) {
  return (
    <p>
      <a href={`/sandbox?lang=${language}`}>{words[language].goToControlRoom}</a>
    </p>
  )
}

/** The server is out of order, because a fault was asked for. */
export function FaultPage(props: { language: Language; refusal: FaultRefusal }): VNode {
  const { status, message } = props.refusal
  const title = `${status} ${message}`
  return (
    <Layout language={props.language} title={title}>
      <article class="card">
        <h1 lang="en">{title}</h1>
        <p>{words[props.language].faultMore}</p>
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

/** The consent was used already, or waited too long. */
export function GonePage(props: { language: Language }): VNode {
  const text = words[props.language]
  return (
    <Layout language={props.language} title={text.gone}>
      <article class="card">
        <h1>{text.gone}</h1>
        <p>{text.goneMore}</p>
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

/** The seller said no, and this sandbox does not tell the application. */
export function DeniedPage(props: { language: Language }): VNode {
  const text = words[props.language]
  return (
    <Layout language={props.language} title={text.denied}>
      <article class="card">
        <h1>{text.denied}</h1>
        <p>{text.deniedMore}</p>
        <p class="aside">{text.deniedWhy}</p>
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

import type { VNode } from 'preact'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

/** What the seller sees when the application is set up wrongly, and what the developer should know. */
export function RefusalPage(props: { language: Language; explanation: string }): VNode {
  const text = words[props.language]
  return (
    <Layout language={props.language} title={text.refused}>
      <article class="card">
        <h1>{text.refused}</h1>
        <p>{text.refusedMore}</p>
        <h2>{text.toCheck}</h2>
        <p class="explanation" lang="en" data-testid="explanation">
          {props.explanation}
        </p>
      </article>
    </Layout>
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
      </article>
    </Layout>
  )
}

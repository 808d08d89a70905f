import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

/** What the seller sees when the application is set up wrongly, and what the developer should know. */
export function RefusalPage(props: { language: Language; explanation: string }): VNode {
  const title = words[props.language].refused
  return (
    <Layout language={props.language} title={title}>
      <article class="card">
        <h1>{title}</h1>
        <p class="explanation" lang="en" data-testid="explanation">
          {props.explanation}
        </p>
      </article>
    </Layout>
  )
}

/** The consent was used already, or waited too long. */
export function GonePage(props: { language: Language }): VNode {
  const text = words[props.language].gone
  return (
    <Layout language={props.language} title={text}>
      <article class="card">
        <h1>{text}</h1>
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
      </article>
    </Layout>
  )
}

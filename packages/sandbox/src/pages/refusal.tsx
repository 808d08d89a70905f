import type { VNode } from 'preact'
import type { ClosedConsent } from '../authorization/open-consents.ts'
import type { FaultRefusal } from '../faults/fault-refusal.ts'
import { Advice, Explanation } from './explanation.tsx'
import { Layout } from './layout.tsx'
import { WaysBack } from './ways-back.tsx'
import { type Language, words } from './words.ts'

interface RefusalProps {
  language: Language
  /** Short and stable; has a sentence in every language. */
  reason: string
  explanation: string
  /** Where the seller may have come from. */
  origins: readonly string[]
}

/** What the seller sees when the application is set up wrongly, and what the developer should know. */
export function RefusalPage(props: RefusalProps): VNode {
  const { language, reason, explanation, origins } = props
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
        <WaysBack language={language} origins={origins} />
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

interface FaultProps {
  language: Language
  refusal: FaultRefusal
  origins: readonly string[]
}

/** The server is out of order, because a fault was asked for. */
export function FaultPage(props: FaultProps): VNode {
  const { status, message } = props.refusal
  const title = `${status} ${message}`
  return (
    <Layout language={props.language} title={title}>
      <article class="card">
        <h1 lang="en">{title}</h1>
        <p>{words[props.language].faultMore}</p>
        <WaysBack {...props} />
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

interface GoneProps {
  language: Language
  consent: ClosedConsent
  /** Where the seller may have come from, if the page is not known any more. */
  origins: readonly string[]
}

/** A consent page that was used or has expired, and how to start again. */
export function GonePage(props: GoneProps): VNode {
  const { language, consent, origins } = props
  const text = words[language]
  const { title, meaning } = text.gone[consent.reason]
  return (
    <Layout language={language} title={title}>
      <article class="card">
        <h1>{title}</h1>
        <p>
          {meaning} {text.startAgain}
        </p>
        <WaysBack
          language={language}
          origins={consent.redirectUri ? [new URL(consent.redirectUri).origin] : origins}
        />
        <ToControlRoom language={language} />
      </article>
    </Layout>
  )
}

/** The seller cancelled, and the application receives nothing. */
export function DeniedPage(props: { language: Language; redirectUri: string }): VNode {
  const text = words[props.language]
  return (
    <Layout language={props.language} title={text.denied}>
      <article class="card">
        <h1>{text.denied}</h1>
        <p>{text.deniedMore}</p>
        <WaysBack language={props.language} origins={[new URL(props.redirectUri).origin]} />
        <p class="aside">{text.deniedWhy}</p>
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

import type { VNode } from 'preact'
import type { ClosedConsent } from '../authorization/open-consents.ts'
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

/** A consent page that was used or has expired, and how to start again. */
export function GonePage(props: { language: Language; consent: ClosedConsent }): VNode {
  const { language, consent } = props
  const text = words[language]
  const { title, meaning } = text.gone[consent.reason]
  return (
    <Layout language={language} title={title}>
      <article class="card">
        <h1>{title}</h1>
        <p>
          {meaning} {text.startAgain}
        </p>
        <BackToApplication language={language} redirectUri={consent.redirectUri} />
        <ToControlRoom language={language} />
      </article>
    </Layout>
  )
}

/** A link to the start of the application, as far as it is known: its callback would be a dead end. */
function BackToApplication(props: { language: Language; redirectUri: string | undefined }) {
  const { language, redirectUri } = props
  if (redirectUri === undefined) return null
  const { host, origin } = new URL(redirectUri)
  return (
    <p>
      <a class="go" href={`${origin}/`} data-testid="back">
        {words[language].backTo(host)}
      </a>
    </p>
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
        <BackToApplication {...props} />
        <p class="aside">{text.deniedWhy}</p>
        <ToControlRoom language={props.language} />
      </article>
    </Layout>
  )
}

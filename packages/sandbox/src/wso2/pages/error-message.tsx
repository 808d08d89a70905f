import type { VNode } from 'preact'
import { InEnglish } from '../../pages/explanation.tsx'
import { Layout } from '../../pages/layout.tsx'
import { WaysBack } from '../../pages/ways-back.tsx'
import type { Language } from '../../pages/words.ts'
import { wso2Words } from './words.ts'

export interface ErrorMessageProps {
  language: Language
  /** A constant sentence for the developer, in English; or that the page was used or has expired, or is none. */
  reason: { forDeveloper: string } | 'gone' | 'notFound'
  /** Where the user may have come from. */
  origins: readonly string[]
}

/** What the user sees when there is no redirect to the application. */
export function ErrorMessagePage({ language, reason, origins }: ErrorMessageProps): VNode {
  const text = wso2Words[language]
  const title = text.error
  return (
    <Layout language={language} title={title} banner={text.banner}>
      <article class="card">
        <h1>{title}</h1>
        {typeof reason === 'string' ? (
          <p data-testid="explanation">{text[reason]}</p>
        ) : (
          <div class="explanation">
            <InEnglish language={language} />
            <p lang="en" data-testid="explanation">
              {reason.forDeveloper}
            </p>
          </div>
        )}
        <WaysBack language={language} origins={origins} />
      </article>
    </Layout>
  )
}

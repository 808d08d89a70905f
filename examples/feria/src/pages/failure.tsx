import type { VNode } from 'preact'
import type { FailureCode } from '../words/failure-code.ts'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

interface FailureProps {
  view: View
  code: FailureCode
  /** The seller's page, when it is about one. */
  sellerPath: string | undefined
}

/** What went wrong, and what to do next. */
export function FailurePage({ view, code, sellerPath }: FailureProps): VNode {
  const { failure, failures } = view.words
  const { title, text, causes = [], next } = failures[code]
  return (
    <Layout view={view} title={`${title}, Feria`} isWithoutForms>
      <article class="failure" data-testid="error">
        <h1>{title}</h1>
        <p>{text}</p>
        {causes.length > 0 && (
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        )}
        <p>{next}</p>
        <div class="ways">
          {code === 'no_such_page' || (
            <a href={sellerPath ?? view.site.connectUrl} class="button" data-testid="try-again">
              {sellerPath === undefined ? failure.tryAgain : failure.backToSeller}
            </a>
          )}
          <a href="/" data-testid="first-page">
            {failure.home}
          </a>
        </div>
        <p class="quiet">
          <small>
            {failure.code} <code data-testid="error-code">{code}</code>
          </small>
        </p>
      </article>
    </Layout>
  )
}

import type { VNode } from 'preact'
import { type FailureCode, failureWords } from '../failure-words.ts'
import type { Site } from '../site.ts'
import { Layout } from './layout.tsx'

interface FailureProps {
  site: Site
  code: FailureCode
  /** The seller's page, when it is about one. */
  sellerPath: string | undefined
}

/** What went wrong, and what to do next. */
export function FailurePage({ site, code, sellerPath }: FailureProps): VNode {
  const { title, text, causes = [], next } = failureWords[code]
  return (
    <Layout site={site} title={`${title}, Feria`}>
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
            <a href={sellerPath ?? site.connectUrl} class="button" data-testid="try-again">
              {sellerPath === undefined ? 'Try again' : 'Back to the seller'}
            </a>
          )}
          <a href="/">Linked sellers</a>
        </div>
        <p class="quiet">
          <small>
            Code <code data-testid="error-code">{code}</code>
          </small>
        </p>
      </article>
    </Layout>
  )
}

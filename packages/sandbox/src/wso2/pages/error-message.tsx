import type { VNode } from 'preact'
import { Layout } from '../../pages/layout.tsx'
import { banner } from './banner.ts'

/** What the user sees when there is no way back to the application. */
export function ErrorMessagePage({ message }: { message: string }): VNode {
  const title = 'Authentication error'
  return (
    <Layout language="en" title={title} banner={banner}>
      <article class="card">
        <h1>{title}</h1>
        <p class="explanation" data-testid="explanation">
          {message}
        </p>
      </article>
    </Layout>
  )
}

import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

/** Nobody is signed in any more. */
export function SignedOutPage({ language }: { language: Language }): VNode {
  const text = words[language]
  return (
    <Layout language={language} title={text.signedOut} linkTo={(other) => `/logout?lang=${other}`}>
      <article class="card" data-testid="signed-out">
        <h1>{text.signedOut}</h1>
        <p>{text.signedOutMore}</p>
      </article>
    </Layout>
  )
}

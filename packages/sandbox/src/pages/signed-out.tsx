import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { WaysBack } from './ways-back.tsx'
import { type Language, words } from './words.ts'

interface SignedOutProps {
  language: Language
  /** Where the seller may have come from. */
  origins: readonly string[]
}

/** Nobody is signed in any more. */
export function SignedOutPage({ language, origins }: SignedOutProps): VNode {
  const text = words[language]
  return (
    <Layout language={language} title={text.signedOut} linkTo={(other) => `/logout?lang=${other}`}>
      <article class="card" data-testid="signed-out">
        <h1>{text.signedOut}</h1>
        <p>{text.signedOutMore}</p>
        <WaysBack language={language} origins={origins} />
      </article>
    </Layout>
  )
}

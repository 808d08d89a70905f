import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

/** No page has this address. */
export function notFoundPage(language: Language): VNode {
  const text = words[language]
  return (
    <Layout language={language} title={text.notFound}>
      <article class="card">
        <h1>{text.notFound}</h1>
        <p>{text.notFoundMore}</p>
        <a class="go" href={`/?lang=${language}`}>
          {text.goHome}
        </a>
      </article>
    </Layout>
  )
}

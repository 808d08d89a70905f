import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

/** For those who come from a page that no form may be sent from. */
export function SignOutPage({ view }: { view: View }): VNode {
  const { signOut } = view.words
  return (
    <Layout view={view} title={signOut.title}>
      <article class="status">
        <h1>{signOut.title}</h1>
        <p>{signOut.text}</p>
        <form method="post" action="/sign-out" class="ways">
          <button type="submit" data-testid="confirm-sign-out">
            {signOut.yes}
          </button>
          <a href="/">{signOut.no}</a>
        </form>
      </article>
    </Layout>
  )
}

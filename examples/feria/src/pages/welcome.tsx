import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { Stall } from './stall.tsx'
import type { View } from './view.ts'

/** What Feria is, for whoever is not signed in. */
export function WelcomePage({ view }: { view: View }): VNode {
  const { welcome } = view.words
  return (
    <Layout view={view} title="Feria">
      <section class="hero">
        <Stall />
        <h1>{welcome.title}</h1>
        <p>{welcome.text}</p>
      </section>
      <ol class="steps">
        {welcome.steps.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <SignInForm view={view} returnTo="/" />
    </Layout>
  )
}

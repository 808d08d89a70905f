import type { VNode } from 'preact'
import type { Notice } from '../notices/notice.ts'
import { Layout } from './layout.tsx'
import { NoticeLine } from './notice-line.tsx'
import { homeNotice } from './seller-words.ts'
import { SignInForm } from './sign-in-form.tsx'
import { Stall } from './stall.tsx'
import type { View } from './view.ts'

interface WelcomeProps {
  view: View
  notice: Notice | undefined
}

/** What Feria is, for those who are not signed in. */
export function WelcomePage({ view, notice }: WelcomeProps): VNode {
  const { welcome } = view.words
  return (
    <Layout view={view} title="Feria">
      <NoticeLine text={homeNotice(notice, view.words)} />
      <section class="hero">
        <Stall />
        <h1>{welcome.title}</h1>
        <p>{welcome.text}</p>
      </section>
      <SignInForm view={view} returnTo="/" />
      <ol class="steps">
        {welcome.steps.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </Layout>
  )
}

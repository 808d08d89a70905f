import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { SignInForm, type SignInFormProps } from './sign-in-form.tsx'

/** Shown to visitors who are not signed in, before the page they asked for. */
export function SignInPage(props: SignInFormProps): VNode {
  const { view } = props
  return (
    <Layout view={view} title={`${view.words.signIn.title} Feria`}>
      <h1 class="hidden">Feria</h1>
      <SignInForm {...props} />
    </Layout>
  )
}

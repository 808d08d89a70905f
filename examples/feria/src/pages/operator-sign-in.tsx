import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

interface OperatorSignInProps {
  view: View
  isWrong: boolean
}

/** Between a browser and the page of the operator. */
export function OperatorSignInPage({ view, isWrong }: OperatorSignInProps): VNode {
  const { operator } = view.words
  return (
    <Layout view={view} title={`${operator.signIn}, Feria`}>
      <article class="sign-in">
        <h1>{operator.signIn}</h1>
        <form method="post" action="/operator/sign-in">
          <label for="password">{operator.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            required
            autocomplete="current-password"
            data-testid="operator-password"
            {...(isWrong && {
              'aria-invalid': 'true' as const,
              'aria-describedby': 'password-rule',
            })}
          />
          {isWrong && (
            <small id="password-rule" class="rule" data-testid="password-rule">
              {operator.wrongPassword}
            </small>
          )}
          <button type="submit" data-testid="operator-enter">
            {operator.enter}
          </button>
        </form>
      </article>
    </Layout>
  )
}

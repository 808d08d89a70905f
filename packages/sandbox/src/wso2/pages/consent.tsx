import type { VNode } from 'preact'
import { Layout } from '../../pages/layout.tsx'
import type { Language } from '../../pages/words.ts'
import type { Wso2Application } from '../registry/application.ts'
import type { Wso2User } from '../registry/user.ts'
import { wso2Words } from './words.ts'

interface ConsentProps {
  language: Language
  application: Wso2Application
  scopes: readonly string[]
  users: readonly Wso2User[]
  /** What the form carries instead of the request: opaque, valid once. */
  consentId: string
  /** Where the form goes. */
  consentPath: string
}

/** Signing in and consenting on one page: a test user says who they are, and yes or no. */
export function ConsentPage(props: ConsentProps): VNode {
  const { language, application, scopes, users, consentId, consentPath } = props
  const text = wso2Words[language]
  const title = text.asks(application.name)
  return (
    <Layout language={language} title={title} banner={text.banner}>
      <article class="card">
        <h1>{title}</h1>
        <ul class="permissions">
          {scopes.map((scope) => (
            <li key={scope}>
              <code>{scope}</code>
            </li>
          ))}
        </ul>
        <form method="post" action={consentPath}>
          <input type="hidden" name="consent" value={consentId} />
          <fieldset>
            <legend>{text.chooseUser}</legend>
            {users.map((user, index) => (
              <UserChoice key={user.sub} user={user} isFirst={index === 0} />
            ))}
          </fieldset>
          <div class="decision">
            <button type="submit" name="decision" value="allow" data-testid="allow">
              {text.allow}
            </button>
            <button
              type="submit"
              name="decision"
              value="deny"
              class="secondary outline"
              data-testid="deny"
            >
              {text.deny}
            </button>
          </div>
        </form>
      </article>
    </Layout>
  )
}

function UserChoice({ user, isFirst }: { user: Wso2User; isFirst: boolean }): VNode {
  const { sub, claims } = user
  return (
    <label class="seller">
      <input type="radio" name="user" value={sub} checked={isFirst} data-testid="user" />
      <span>{claims.preferred_username ?? sub}</span>
      <small>{claims.name}</small>
    </label>
  )
}

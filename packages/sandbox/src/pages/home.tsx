import type { VNode } from 'preact'
import { Layout } from './layout.tsx'
import { type Language, words } from './words.ts'

interface HomeProps {
  language: Language
  /** This server as the browser knows it. */
  origin: string
}

/** What this server is, where an application finds it, and the way to the control room. */
export function HomePage({ language, origin }: HomeProps): VNode {
  const text = words[language]
  const endpoints = [
    { method: 'GET', path: '/authorization', meaning: text.authorizationEndpoint },
    { method: 'POST', path: '/oauth/token', meaning: text.tokenEndpoint },
    { method: 'GET', path: '/users/me', meaning: text.profileEndpoint },
  ]
  return (
    <Layout language={language} title={text.homeTitle} linkTo={(other) => `/?lang=${other}`}>
      <h1>{text.homeTitle}</h1>
      <p>{text.homeIntro}</p>
      <article>
        <h2>{text.endpoints}</h2>
        <dl class="endpoints">
          {endpoints.map(({ method, path, meaning }) => (
            <div key={path}>
              <dt>
                <small class="method">{method}</small> <code>{`${origin}${path}`}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </article>
      <p>{text.controlRoomMore}</p>
      <a class="go" href={`/sandbox?lang=${language}`}>
        {text.goToControlRoom}
      </a>
    </Layout>
  )
}

import type { VNode } from 'preact'
import { withoutQuery } from '../query.ts'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { Layout } from './layout.tsx'
import { countryName, type Language, words } from './words.ts'

interface HomeProps {
  language: Language
  endpoints: readonly { method: string; url: string }[]
  applications: readonly Application[]
  sellers: readonly Seller[]
}

/** What this server is and how to reach it; no secret. */
export function HomePage({ language, endpoints, applications, sellers }: HomeProps): VNode {
  const text = words[language]
  return (
    <Layout language={language} title={text.homeTitle} linkTo={(other) => `/?lang=${other}`}>
      <h1>{text.homeTitle}</h1>
      <p>{text.homeIntro}</p>

      <article>
        <h2>{text.endpoints}</h2>
        <ul class="plain">
          {endpoints.map(({ method, url }) => (
            <li key={url}>
              <small class="method">{method}</small> <code>{url}</code>
            </li>
          ))}
        </ul>
      </article>

      {applications.map((application) => (
        <ApplicationCard key={application.clientId} application={application} language={language} />
      ))}

      <article>
        <h2>{text.sellers}</h2>
        <p>{text.sellersMore}</p>
        <ul class="plain">
          {sellers.map((seller) => (
            <li key={seller.id} class="seller">
              <a href={`/sellers/${seller.id}/applications?lang=${language}`}>{seller.nickname}</a>
              <small>
                {countryName(seller.countryId, language)}, {seller.id}
              </small>
            </li>
          ))}
        </ul>
      </article>
    </Layout>
  )
}

function ApplicationCard(props: { application: Application; language: Language }) {
  const { clientId, name, pkce, redirectUris, webhookUrl } = props.application
  const text = words[props.language]
  return (
    <article>
      <h2>
        {text.application}: {name}
      </h2>
      <dl>
        <dt>client id</dt>
        <dd>
          <code>{clientId}</code>
        </dd>
        <dt>PKCE</dt>
        <dd>
          <code>{pkce}</code>
        </dd>
        <dt>{text.redirectUris}</dt>
        {redirectUris.length === 0 && <dd>{text.none}</dd>}
        {redirectUris.map((uri) => (
          <dd key={uri}>
            <code>{uri}</code>
          </dd>
        ))}
        <dt>{text.webhookUrl}</dt>
        <dd>{webhookUrl === undefined ? text.none : <code>{withoutQuery(webhookUrl)}</code>}</dd>
      </dl>
      <p>
        <small>{text.secret}</small>
      </p>
    </article>
  )
}

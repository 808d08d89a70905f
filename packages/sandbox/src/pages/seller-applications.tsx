import type { VNode } from 'preact'
import type { Connection } from '../grants/connections.ts'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { Layout } from './layout.tsx'
import { type Language, longDate, words } from './words.ts'

interface SellerApplicationsProps {
  language: Language
  seller: Seller
  connections: readonly Connection[]
  /** The application that the seller has just withdrawn. */
  withdrawn: Application | undefined
}

/** What a seller is connected with, each with a button to withdraw it. */
export function SellerApplicationsPage(props: SellerApplicationsProps): VNode {
  const { language, seller, connections, withdrawn } = props
  const text = words[language]
  const title = text.connectedApplications(seller.nickname)
  const path = `/sellers/${seller.id}/applications`
  return (
    <Layout language={language} title={title} linkTo={(other) => `${path}?lang=${other}`}>
      <div class="card">
        <h1>{title}</h1>
        {withdrawn && (
          <p class="notice" role="status" data-testid="withdrawn">
            {text.withdrawn(withdrawn.name)}
          </p>
        )}
        {connections.length === 0 && <p>{text.nothingConnected}</p>}
        {connections.map((connection) => (
          <ConnectionCard
            key={connection.application.clientId}
            connection={connection}
            language={language}
          />
        ))}
        <p>
          <a href={`/?lang=${language}`}>{text.home}</a>
        </p>
      </div>
    </Layout>
  )
}

function ConnectionCard(props: { connection: Connection; language: Language }) {
  const { sellerId, application, since } = props.connection
  const { clientId, name } = application
  const text = words[props.language]
  return (
    <article data-testid="connection">
      <h2 id={`name-${clientId}`}>{name}</h2>
      <p>
        {text.since} <time dateTime={since.toISOString()}>{longDate(since, props.language)}</time>
      </p>
      <form method="post" action={`/sellers/${sellerId}/applications`}>
        <input type="hidden" name="client_id" value={clientId} />
        <input type="hidden" name="lang" value={props.language} />
        <button
          type="submit"
          class="secondary outline"
          id={`withdraw-${clientId}`}
          aria-labelledby={`withdraw-${clientId} name-${clientId}`}
          data-testid="withdraw"
        >
          {text.withdraw}
        </button>
      </form>
    </article>
  )
}

import type { VNode } from 'preact'
import type { Connection } from '../grants/connections.ts'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { Account } from './account.tsx'
import { Layout } from './layout.tsx'
import { Monogram } from './monogram.tsx'
import { Permissions } from './permissions.tsx'
import { type Language, longDate, words } from './words.ts'

interface SellerApplicationsProps {
  language: Language
  seller: Seller
  /** Who else there is to look at. */
  sellers: readonly Seller[]
  connections: readonly UsedConnection[]
  /** The application that the seller has just withdrawn. */
  withdrawn: Application | undefined
}

interface UsedConnection {
  connection: Connection
  /** Undefined when nothing is known of it. */
  usedAt?: Date
  renewedAt?: Date
}

/** What a seller is connected with, each with a button to withdraw it. */
export function SellerApplicationsPage(props: SellerApplicationsProps): VNode {
  const { language, seller, sellers, connections, withdrawn } = props
  const text = words[language]
  const title = text.connectedApplications(seller.nickname)
  const others = sellers.filter((other) => other !== seller)
  return (
    <Layout language={language} title={title} linkTo={(other) => pathOf(seller, other)}>
      <div class="card">
        <h1>{title}</h1>
        {withdrawn && (
          <p class="notice" role="status" data-testid="withdrawn">
            {text.withdrawn(withdrawn.name)}
          </p>
        )}
        {connections.length === 0 && (
          <article class="empty">
            <p>{text.nothingConnected}</p>
            <p>
              <small>{text.nothingConnectedMore}</small>
            </p>
          </article>
        )}
        {connections.map((used) => (
          <ConnectionCard
            key={used.connection.application.clientId}
            {...used}
            language={language}
          />
        ))}
        {others.length > 0 && (
          <nav class="accounts" aria-labelledby="other-accounts">
            <h2 id="other-accounts">{text.otherAccounts}</h2>
            <ul>
              {others.map((other) => (
                <li key={other.id}>
                  <a href={pathOf(other, language)}>
                    <Account seller={other} language={language} />
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
    </Layout>
  )
}

function pathOf(seller: Seller, language: Language): string {
  return `/sellers/${seller.id}/applications?lang=${language}`
}

function ConnectionCard(props: UsedConnection & { language: Language }) {
  const { connection, usedAt, renewedAt, language } = props
  const { application, since } = connection
  const { clientId, name, scopes } = application
  const text = words[language]
  return (
    <article data-testid="connection">
      <div class="asking">
        <Monogram name={name} />
        <div>
          <h2 id={`name-${clientId}`}>{name}</h2>
          <p class="aside">
            <DayText before={text.since} day={since} language={language} />
            {usedAt && <DayText before={text.lastUsed} day={usedAt} language={language} />}
            {renewedAt && <DayText before={text.lastRenewed} day={renewedAt} language={language} />}
          </p>
        </div>
      </div>
      <h3>{text.permissions}</h3>
      <Permissions scopes={scopes} language={language} />
      <Withdrawal connection={connection} language={language} />
    </article>
  )
}

function DayText(props: { before: string; day: Date; language: Language }) {
  const { before, day, language } = props
  return (
    <span class="day">
      {before} <time dateTime={day.toISOString()}>{longDate(day, language)}</time>
    </span>
  )
}

// Opened first, so that nobody withdraws without having been told what it does.
function Withdrawal(props: { connection: Connection; language: Language }) {
  const { sellerId, application } = props.connection
  const text = words[props.language]
  return (
    <details class="withdrawal">
      <summary
        id={`withdraw-${application.clientId}`}
        aria-labelledby={`withdraw-${application.clientId} name-${application.clientId}`}
        data-testid="withdraw-open"
      >
        {text.withdraw}
      </summary>
      <form method="post" action={`/sellers/${sellerId}/applications`}>
        <p>{text.withdrawMeans(application.name)}</p>
        <input type="hidden" name="client_id" value={application.clientId} />
        <input type="hidden" name="lang" value={props.language} />
        <button type="submit" class="danger" data-testid="withdraw">
          {text.reallyWithdraw(application.name)}
        </button>
      </form>
    </details>
  )
}

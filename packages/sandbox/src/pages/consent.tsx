import type { VNode } from 'preact'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { Account } from './account.tsx'
import { Layout } from './layout.tsx'
import { Monogram } from './monogram.tsx'
import { Permissions } from './permissions.tsx'
import { type Language, words } from './words.ts'

interface ConsentProps {
  language: Language
  application: Application
  sellers: readonly Seller[]
  /** Where the browser goes once the seller has decided. */
  redirectUri: string
  /** What the form carries instead of the request: opaque, valid once. */
  consentId: string
}

/** The page on which a test seller says yes or no. */
export function ConsentPage(props: ConsentProps): VNode {
  const { language, application, sellers, redirectUri, consentId } = props
  const text = words[language]
  const title = text.asks(application.name)
  const [beforeHost, afterHost] = text.wayBack
  return (
    <Layout
      language={language}
      title={title}
      linkTo={(other) => `/authorization/consent?id=${consentId}&lang=${other}`}
    >
      <article class="card consent">
        <div class="asking">
          <Monogram name={application.name} isLarge />
          <h1>{title}</h1>
        </div>
        <h2>{text.willBeAble}</h2>
        <Permissions scopes={application.scopes} language={language} />
        <form method="post" action="/authorization">
          <input type="hidden" name="consent" value={consentId} />
          <input type="hidden" name="lang" value={language} />
          <fieldset>
            <legend>{text.seller}</legend>
            {sellers.map((seller, index) => (
              <label key={seller.id} class="seller">
                <input
                  type="radio"
                  name="seller"
                  value={String(seller.id)}
                  checked={index === 0}
                  data-testid="seller"
                />
                <Account seller={seller} language={language} />
              </label>
            ))}
          </fieldset>
          <p class="aside" id="way-back">
            {beforeHost}
            <strong data-testid="way-back">{new URL(redirectUri).host}</strong>
            {afterHost}
          </p>
          <div class="decision">
            <button
              type="submit"
              aria-describedby="way-back"
              name="decision"
              value="allow"
              data-testid="allow"
            >
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
        <WithdrawalNote language={language} seller={sellers[0]} />
      </article>
    </Layout>
  )
}

function WithdrawalNote(props: { language: Language; seller: Seller | undefined }) {
  const text = words[props.language]
  return (
    <p class="aside">
      {text.withdrawable}{' '}
      <a href={`/sellers/${props.seller?.id}/applications?lang=${props.language}`}>
        {text.connected}
      </a>
      .
    </p>
  )
}

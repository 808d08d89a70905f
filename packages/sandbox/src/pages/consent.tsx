import type { VNode } from 'preact'
import type { Application } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import { Layout } from './layout.tsx'
import { countryName, type Language, words } from './words.ts'

interface ConsentProps {
  language: Language
  application: Application
  sellers: readonly Seller[]
  /** What the form carries instead of the request: opaque, valid once. */
  consentId: string
}

/** The page on which a test seller says yes or no. */
export function ConsentPage({ language, application, sellers, consentId }: ConsentProps): VNode {
  const text = words[language]
  const title = text.asks(application.name)
  return (
    <Layout
      language={language}
      title={title}
      linkTo={(other) => `/authorization/consent?id=${consentId}&lang=${other}`}
    >
      <article class="card">
        <h1>{title}</h1>
        <ul class="permissions">
          {application.scopes.map((scope) => (
            <li key={scope}>{text.scopes[scope]}</li>
          ))}
        </ul>
        <form method="post" action="/authorization">
          <input type="hidden" name="consent" value={consentId} />
          <input type="hidden" name="lang" value={language} />
          <fieldset>
            <legend>{text.seller}</legend>
            {sellers.map((seller, index) => (
              <SellerChoice
                key={seller.id}
                seller={seller}
                language={language}
                isFirst={index === 0}
              />
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

interface SellerChoiceProps {
  seller: Seller
  language: Language
  isFirst: boolean
}

function SellerChoice({ seller, language, isFirst }: SellerChoiceProps) {
  return (
    <label class="seller">
      <input
        type="radio"
        name="seller"
        value={String(seller.id)}
        checked={isFirst}
        data-testid="seller"
      />
      <span>{seller.nickname}</span>
      <small>{countryName(seller.countryId, language)}</small>
    </label>
  )
}

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
  accounts: ConsentAccounts
  /** Where the browser goes once the seller has decided. */
  redirectUri: string
  /** What the form carries instead of the request: opaque, valid once. */
  consentId: string
}

/** Who can consent: the account that is signed in, or any. */
export type ConsentAccounts =
  | {
      readonly signedIn: Seller
      /** The page has no way to another account. */
      readonly isFixed: boolean
    }
  | { readonly sellers: readonly Seller[]; readonly preselected: Seller | undefined }

/** The page on which a test seller says yes or no. */
export function ConsentPage(props: ConsentProps): VNode {
  const { language, application, accounts, redirectUri, consentId } = props
  const text = words[language]
  const title = text.asks(application.name)
  const choice = 'signedIn' in accounts ? '' : '&account=other'
  const [beforeHost, afterHost] = text.wayBack
  return (
    <Layout
      language={language}
      title={title}
      linkTo={(other) => `/authorization/consent?id=${consentId}${choice}&lang=${other}`}
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
          {'signedIn' in accounts ? (
            <SignedIn language={language} accounts={accounts} consentId={consentId} />
          ) : (
            <Choice language={language} accounts={accounts} />
          )}
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
        <WithdrawalNote
          language={language}
          seller={'signedIn' in accounts ? accounts.signedIn : accounts.preselected}
        />
      </article>
    </Layout>
  )
}

function Choice(props: {
  language: Language
  accounts: Extract<ConsentAccounts, { sellers: readonly Seller[] }>
}) {
  const { language, accounts } = props
  return (
    <fieldset>
      <legend>{words[language].seller}</legend>
      {accounts.sellers.map((seller) => (
        <label key={seller.id} class="seller">
          <input
            type="radio"
            name="seller"
            value={String(seller.id)}
            checked={seller === accounts.preselected}
            data-testid="seller"
          />
          <Account seller={seller} language={language} />
        </label>
      ))}
    </fieldset>
  )
}

function SignedIn(props: {
  language: Language
  accounts: Extract<ConsentAccounts, { signedIn: Seller }>
  consentId: string
}) {
  const { language, accounts, consentId } = props
  const { signedIn, isFixed } = accounts
  const text = words[language]
  return (
    <div class="signed-in" data-testid="signed-in">
      <h2>{text.signedInAs}</h2>
      <input type="hidden" name="seller" value={String(signedIn.id)} />
      <Account seller={signedIn} language={language} />
      {!isFixed && (
        <p>
          <a
            href={`/authorization/consent?id=${consentId}&account=other&lang=${language}`}
            data-testid="other-account"
          >
            {text.otherAccount}
          </a>
        </p>
      )}
    </div>
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

import type { VNode } from 'preact'
import type { FailureCode } from '../words/failure-code.ts'
import { Layout } from './layout.tsx'
import type { View } from './view.ts'

interface FailureProps {
  view: View
  code: FailureCode
  /** The seller's page, when it is about one. */
  sellerPath: string | undefined
  /** SHA-256 of the `state` that came with the request, in base64url. */
  stateHash: string | undefined
}

/** What went wrong, and what to do next. */
export function FailurePage({ view, code, sellerPath, stateHash }: FailureProps): VNode {
  const { failure, failures } = view.words
  const { title, text, causes = [], next } = failures[code]
  return (
    <Layout view={view} title={`${title}, Feria`} isWithoutForms>
      <article class="failure" data-testid="error">
        <h1>{title}</h1>
        <p>{text}</p>
        {causes.length > 0 && (
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        )}
        <p>{next}</p>
        <Ways view={view} code={code} sellerPath={sellerPath} />
        <p class="quiet">
          <small>
            {failure.code} <code data-testid="error-code">{code}</code>{' '}
            {ownFailures.has(code) || <WhatHappened view={view} stateHash={stateHash} />}
          </small>
        </p>
      </article>
    </Layout>
  )
}

/** Codes of failures in which Mercado Pago has no part. */
const ownFailures: ReadonlySet<FailureCode> = new Set([
  'no_such_page',
  'foreign_form',
  'form_unreadable',
])

/** The attempt as the sandbox saw it; without a state, all of them. */
function WhatHappened({ view, stateHash }: Pick<FailureProps, 'view' | 'stateHash'>) {
  const { sandboxUrl } = view.site
  if (sandboxUrl === undefined) return null
  const path = stateHash === undefined ? '/sandbox' : `/sandbox/attempts/state/${stateHash}`
  return (
    <a href={`${sandboxUrl}${path}?lang=${view.language}`} data-testid="what-happened">
      {view.words.failure.whatHappened}
    </a>
  )
}

/** Codes of responses that may have linked an account: what to do next depends on the accounts. */
const mayBeLinked: ReadonlySet<FailureCode> = new Set([
  'state_consumed',
  'state_mismatch',
  'exchange_outcome_unknown',
  'store_unavailable',
])

/** Codes that say that the seller came with an account that will not do. */
const wrongAccount: ReadonlySet<FailureCode> = new Set(['seller_mismatch', 'seller_already_linked'])

function Ways({ view, code, sellerPath }: Omit<FailureProps, 'stateHash'>): VNode {
  const { failure } = view.words
  const hasNoRetry = code === 'no_such_page' || code === 'state_consumed'
  const signOutUrl = wrongAccount.has(code) ? view.site.signOutUrl : undefined
  const isAboutAccounts = sellerPath === undefined && mayBeLinked.has(code)
  return (
    <div class="ways">
      {signOutUrl !== undefined && (
        // This page stays: the way back to it would send the callback again.
        <a
          href={signOutUrl}
          target="_blank"
          rel="noopener noreferrer"
          data-testid="provider-sign-out"
        >
          {failure.signOut}
        </a>
      )}
      {hasNoRetry || (
        <a href={sellerPath ?? view.site.connectUrl} class="button" data-testid="try-again">
          {sellerPath === undefined ? failure.tryAgain : failure.backToSeller}
        </a>
      )}
      <a
        href="/"
        class={hasNoRetry ? 'button' : ''}
        data-testid={isAboutAccounts ? 'accounts' : 'first-page'}
      >
        {isAboutAccounts ? failure.accounts : failure.home}
      </a>
    </div>
  )
}

import type { Scope } from '../../registry/application.ts'

/** What an account, an application or a developer reads on a page, in one language. */
export interface Words {
  /** The language's own name. */
  language: string
  chooseLanguage: string
  banner: string
  controlRoom: string
  skipToContent: string

  asks: (application: string) => string
  willBeAble: string
  scopes: Record<Scope, Permission>
  noScopes: string
  seller: string
  testAccounts: string
  /** Before the account. */
  signedInAs: string
  otherAccount: string
  signedOut: string
  signedOutMore: string
  /** Before and after the host that the browser returns to. */
  wayBack: [before: string, after: string]
  /** Before the link to the connected applications. */
  withdrawable: string
  allow: string
  deny: string

  refused: string
  refusedMore: string
  operator: string
  operatorMore: string
  toCheck: string
  registered: string
  received: string
  endsHere: string
  /** Stands above an explanation for the developer, which is in English on every page. */
  inEnglish: string | undefined
  faultMore: string
  /** Why a consent page does not work any more. */
  gone: Record<'used' | 'expired' | 'unknown', { title: string; meaning: string }>
  startAgain: string
  backTo: (host: string) => string
  notFound: string
  notFoundMore: string
  goHome: string
  denied: string
  deniedMore: string
  deniedWhy: string

  homeTitle: string
  homeIntro: string
  endpoints: string
  authorizationEndpoint: string
  tokenEndpoint: string
  profileEndpoint: string
  goToControlRoom: string
  controlRoomMore: string

  connected: string
  connectedApplications: (seller: string) => string
  nothingConnected: string
  nothingConnectedMore: string
  otherAccounts: string
  since: string
  lastUsed: string
  lastRenewed: string
  permissions: string
  withdraw: string
  withdrawMeans: (application: string) => string
  reallyWithdraw: (application: string) => string
  withdrawn: (application: string) => string

  payTo: (seller: string) => string
  total: string
  pay: string
  paid: string
  fee: (fee: string, rest: string, seller: string) => string
  thanks: string

  /** What an error code means, as part of a sentence. */
  errors: Record<string, string>
}

interface Permission {
  title: string
  meaning: string
}

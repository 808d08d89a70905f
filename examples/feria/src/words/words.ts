import type { LostReason, SellerState } from 'mercadopago-oauth'
import type { SaleOutcome } from '../sales/sale-outcome.ts'
import type { FailureCode } from './failure-code.ts'

/** Everything that pages say, in one language. Constant: what comes from outside is put beside it. */
export interface Words {
  /** The language's own name. */
  language: string
  layout: {
    languages: string
    signOut: string
    /** On a button while its form is under way. */
    busy: { renew: string; disconnect: string; checkout: string; sweep: string }
    sandbox: string
    controlRoom: string
    lastAttempt: string
    real: string
  }
  /** What came of what the reader just did, on the next page. */
  notices: {
    linked: (seller: string) => string
    alreadyLinked: (seller: string) => string
    renewed: (end: string) => string
    disconnected: string
    cancelled: string
  }
  signOut: { title: string; text: string; yes: string; no: string }
  welcome: {
    title: string
    text: string
    steps: readonly { title: string; text: string }[]
  }
  signIn: {
    title: string
    text: string
    choose: string
    name: string
    /** What a shop's name may be. */
    rule: string
    enter: string
  }
  home: {
    title: string
    text: string
    connect: string
    connectAnother: string
    accounts: string
    none: string
  }
  seller: {
    /** For an account that tells no name. */
    unnamed: (sellerId: string) => string
    /** How the link is doing, in a word or two. */
    states: Readonly<Record<SellerState, string>>
    /** Dates are those on which the token expires. */
    overdue: (end: string) => string
    ended: (end: string) => string
    endedForGood: (end: string) => string
    cannotRenew: (end: string) => string
    lost: Readonly<Record<LostReason, string>>
    linkAgain: string
    id: string
    country: string
    environment: string
    live: string
    test: string
    sandbox: string
    unknown: string
    permissions: string
    /** By the names of the scopes. */
    scopes: Readonly<Record<string, string>>
    otherScope: string
    noScope: string
    back: string
  }
  life: {
    title: string
    /** The whole drawing in a sentence. */
    summary: (days: {
      since: string
      today: string
      due: string | undefined
      end: string
    }) => string
    today: string
    due: string
    /** The same day, named on the bar. */
    renewal: string
    end: string
    lastRenewed: string
    notYet: string
    left: (days: number) => string
    over: string
  }
  timeline: {
    title: string
    empty: string
    linked: string
    linkedAgain: string
    renewed: string
    renewalFailed: string
    renewalRefused: string
    mustLink: string
    recovered: string
    disconnected: string
    checkoutCreated: (sale: string) => string
    /** What the buyer's browser said on its way back, which proves nothing. */
    buyerReturned: Readonly<Record<SaleOutcome, (sale: string) => string>>
    by: { hand: string; sweep: string; use: string; elsewhere: string }
  }
  actions: {
    checkout: string
    checkoutText: string
    /** Why there is no checkout now. */
    checkoutOff: string
    renew: string
    renewText: string
    disconnect: string
    disconnectText: string
  }
  disconnect: {
    title: (seller: string) => string
    text: string
    more: string
    yes: string
    no: string
  }
  checkout: {
    title: string
    text: (seller: string) => string
    item: string
    price: string
    fee: string
    feeText: string
    create: string
    itemRule: string
    priceRule: string
    feeRule: string
    readyTitle: string
    readyText: string
    pay: string
    receives: (seller: string) => string
    another: string
    back: string
  }
  /** For a buyer who comes back from Mercado Pago. */
  sale: {
    title: Readonly<Record<SaleOutcome, string>>
    text: Readonly<Record<SaleOutcome, string>>
    account: string
    home: string
  }
  operator: {
    title: string
    text: string
    signIn: string
    password: string
    wrongPassword: string
    enter: string
    all: (sellers: string) => string
    states: string
    unreadable: string
    due: string
    /** The whole chart in a sentence. */
    dueText: (count: { due: string; later: string }) => string
    /** Each bar of the chart stands for ten days. */
    from: string
    dueNow: string
    sellers: string
    relink: string
    relinkText: (sellers: string) => string
    noRelink: string
    more: string
    failure: string
    failureText: (failure: { sellerId: string; since: string; code: string }) => string
    noFailure: string
    sweep: string
    sweepText: (sweep: { at: string; renewed: string; failed: string }) => string
    sweepStopped: (sweep: { at: string; code: string }) => string
    noSweep: string
    sweepNow: string
    sweepNowText: string
    seller: string
    shop: string
    state: string
    dueAt: string
    expiresAt: string
    problem: string
    list: string
    next: string
    first: string
    never: string
  }
  failures: Readonly<Record<FailureCode, FailureWords>>
  failure: {
    code: string
    tryAgain: string
    signOut: string
    accounts: string
    backToSeller: string
    home: string
    /** Leads to the sandbox, where there is one. */
    whatHappened: string
  }
}

/** The text of a failure page. */
interface FailureWords {
  title: string
  /** What happened. */
  text: string
  /** What may be the cause, the likeliest first. */
  causes?: readonly string[]
  /** What to do next. */
  next: string
}

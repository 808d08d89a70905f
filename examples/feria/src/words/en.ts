import type { Words } from './words.ts'

const startAgain = 'Please try again. It takes less than a minute.'
const waitAndRetry = 'Please try again in a few minutes.'
const nothingChanged = 'Your account was not connected, and nothing in it has changed.'

export const en: Words = {
  language: 'English',
  layout: {
    languages: 'Language',
    signOut: 'Sign out',
    sandbox:
      'This page uses a sandbox in place of Mercado Pago. The sellers and the money are made up.',
    controlRoom: 'Open the control room',
    real: 'This page uses the real Mercado Pago.',
  },
  welcome: {
    title: 'Sell at Feria and get paid by Mercado Pago',
    text: 'Feria is a small marketplace. You open a shop and connect your Mercado Pago account once. Buyers then pay you directly.',
    steps: [
      { title: 'Open your shop', text: 'Choose one of ours, or enter your own name.' },
      { title: 'Connect Mercado Pago', text: 'Mercado Pago asks you to allow access.' },
      { title: 'Sell', text: 'Create a payment link. You receive the money; Feria keeps its fee.' },
    ],
  },
  signIn: {
    title: 'Which shop is yours?',
    text: 'This is a sample, so you need no password.',
    choose: 'Choose a shop',
    name: 'Or enter another name',
    rule: 'Enter a name of at most 40 letters or digits.',
    enter: 'Open the shop',
  },
  home: {
    title: 'Get paid by Mercado Pago',
    text: 'Connect an account once. Buyers then pay you directly. You can revoke the access at any time.',
    connect: 'Connect Mercado Pago',
    connectAnother: 'Connect another account',
    accounts: 'Connected accounts',
    none: 'You have not connected an account yet.',
  },
  seller: {
    unnamed: (sellerId) => `Seller ${sellerId}`,
    states: {
      linked: 'Connected',
      overdue: 'Renewal overdue',
      ended: 'Access expired',
      relink: 'Must connect again',
    },
    overdue: (end) =>
      `Feria could not renew the access yet. You can keep selling until ${end}. Renew it before that day.`,
    ended: (end) =>
      `The access expired on ${end}, so you cannot sell. Renew it now. If Mercado Pago refuses, connect again.`,
    endedForGood: (end) =>
      `The access expired on ${end} and cannot be renewed. Connect again to keep selling.`,
    cannotRenew: (end) =>
      `Feria cannot renew this access. Connect again before ${end} to keep selling.`,
    lost: {
      revoked:
        'You revoked the access at Mercado Pago, or Mercado Pago revoked it. Connect again to keep selling.',
      expired:
        'Feria did not renew the access in time, and it expired. Connect again to keep selling.',
      rotation_lost:
        'A renewal was interrupted, and Mercado Pago does not accept another one. Connect again to keep selling.',
      no_offline_access:
        'You allowed access only while you are present, so Feria cannot renew it. Connect again to keep selling.',
    },
    linkAgain: 'Connect again',
    id: 'Seller id',
    country: 'Country',
    environment: 'Environment',
    live: 'Live',
    test: 'Test',
    unknown: 'Unknown',
    permissions: 'Feria can',
    scopes: {
      read: 'See your account',
      write: 'Charge and refund for you',
      offline_access: 'Renew the access without you',
    },
    otherScope: 'Use',
    noScope: 'Everything the application can do',
    back: 'All connected accounts',
  },
  life: {
    title: 'Access',
    summary: ({ since, today, due, end }) =>
      `The access is valid from ${since} to ${end}. Today is ${today}. ${due ? `Feria renews it on ${due}.` : 'Feria cannot renew it.'}`,
    today: 'today',
    since: 'Valid since',
    due: 'Feria renews it on',
    end: 'Access expires',
    lastRenewed: 'Last renewed',
    notYet: 'Never',
    left: (days) => (days === 1 ? '1 day left' : `${days} days left`),
    over: 'Expired',
  },
  timeline: {
    title: 'Activity',
    empty: 'Nothing has happened yet.',
    linked: 'Connected',
    linkedAgain: 'Connected again',
    renewed: 'Access renewed',
    renewalFailed: 'A renewal failed. Feria will retry',
    renewalRefused: 'Mercado Pago refused a renewal. Feria will retry later',
    mustLink: 'You must connect again',
    recovered: 'Still connected: a late renewal was saved',
    disconnected: 'Disconnected',
    by: {
      hand: 'at your request',
      sweep: 'automatically',
      use: 'before it was used',
      elsewhere: 'by another process',
    },
  },
  actions: {
    checkout: 'Create a payment link',
    checkoutText: 'A payment link. You receive the money; Feria keeps its fee.',
    checkoutOff: 'You can sell again after the access is renewed or you connect again.',
    renew: 'Renew now',
    renewText: 'You do not need to: Feria renews the access automatically.',
    disconnect: 'Disconnect',
    disconnectText: 'Feria deletes its access and can no longer charge for you.',
  },
  disconnect: {
    title: (seller) => `Disconnect ${seller}?`,
    text: 'Feria deletes its access immediately and can no longer charge for you.',
    more: 'To sell here again, connect the account again. Mercado Pago keeps Feria in your list of applications until you remove it there.',
    yes: 'Yes, disconnect',
    no: 'No, go back',
  },
  checkout: {
    title: 'Create a payment link',
    text: (seller) => `The buyer pays ${seller}. Mercado Pago transfers the fee to Feria.`,
    item: 'What you sell',
    price: 'Price',
    fee: 'Fee for Feria',
    feeText: 'Feria takes it from the price. It can be 0.',
    create: 'Create the payment link',
    itemRule: 'Enter what you sell, in at most 120 characters.',
    priceRule: 'Enter a price above 0, with no more decimals than the currency has.',
    feeRule: 'Enter a fee of 0 or more that is below the price.',
    readyTitle: 'Your payment link is ready',
    readyText: 'Send this link to the buyer. The money goes to your account.',
    pay: 'Open the payment link',
    receives: (seller) => `${seller} receives, before Mercado Pago’s fees`,
    another: 'Create another',
    back: 'Back to the account',
  },
  failure: {
    code: 'Code',
    tryAgain: 'Try again',
    signOut: 'Sign out of Mercado Pago (in a new tab)',
    accounts: 'See your connected accounts',
    backToSeller: 'Back to the account',
    home: 'Home page',
  },
  failures: {
    access_denied: {
      title: 'You cancelled at Mercado Pago',
      text: nothingChanged,
      next: 'If you change your mind, try again and allow access.',
    },
    state_mismatch: {
      title: 'We cannot match this response to your browser',
      text: 'You did not start this connection here, or it is no longer open. We did not use the response, to protect your account. The usual reasons:',
      causes: [
        'You started more than ten minutes ago, or in another browser.',
        'You signed out or opened another shop before you came back.',
        'Your browser blocks cookies, or you deleted them.',
        'You started at another address of Feria.',
        'The response is old. Your account may already be connected.',
      ],
      next: 'Check your connected accounts. If yours is not there, try again.',
    },
    state_consumed: {
      title: 'This response was already used',
      text: 'A response works only once. A reload, the back button or a second tab sent it again. The first result still applies.',
      next: 'Check your connected accounts. If yours is not there, connect it on that page.',
    },
    state_expired: {
      title: 'You took more than ten minutes',
      text: 'A connection attempt expires after ten minutes, to protect your account.',
      next: startAgain,
    },
    state_missing: {
      title: 'This response has no state',
      text: 'You must start the connection at Feria. We did not use the response, to protect your account.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'This response does not come from Mercado Pago',
      text: 'It names another sender. We did not use the response, to protect your account.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'We cannot read this response',
      text: 'The address of this page is incomplete, or something changed it.',
      next: startAgain,
    },
    callback_method: {
      title: 'You cannot open this page directly',
      text: 'Mercado Pago sends you here after you allow access.',
      next: startAgain,
    },
    authorization_error: {
      title: 'Mercado Pago reported a failure',
      text: nothingChanged,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'Mercado Pago did not accept the code',
      text: 'The code is older than ten minutes, or it was already used.',
      next: startAgain,
    },
    client_rejected: {
      title: 'Feria is not configured correctly',
      text: 'Mercado Pago does not accept the credentials of Feria. You did nothing wrong.',
      next: 'For the operator of Feria: compare the Client ID and the Client Secret with the panel. Check that the panel allows the authorization code flow.',
    },
    exchange_outcome_unknown: {
      title: 'The connection was interrupted at the last step',
      text: 'We sent the code and received no response. A code works only once, so we did not retry.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'Mercado Pago sent a response that we cannot use',
      text: 'The response is incomplete or has the wrong form.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'We cannot reach Mercado Pago',
      text: 'Mercado Pago is down, or the connection to it is.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'Mercado Pago did not respond in time',
      text: 'We stopped waiting for the response.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'Mercado Pago is busy',
      text: 'It asks us to send fewer requests.',
      next: 'Please try again in a minute.',
    },
    reauthorization_required: {
      title: 'You must connect this account again',
      text: 'The access was revoked at Mercado Pago, has expired, or can no longer be renewed.',
      next: 'Connect the account again to keep selling.',
    },
    seller_mismatch: {
      title: 'This is another account',
      text: 'You are signed in to Mercado Pago with a different account. Neither account has changed.',
      next: 'Mercado Pago remembers the last account that you used. Sign out there, then try again with the right account.',
    },
    seller_already_linked: {
      title: 'Another shop uses this account',
      text: 'Another shop at Feria is connected to this Mercado Pago account. It stays connected.',
      next: 'To use another account, sign out of Mercado Pago and try again. To use this one, disconnect it at the other shop first.',
    },
    renewal_busy: {
      title: 'This account is busy right now',
      text: 'Another process is renewing the access, and it takes longer than usual.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'Mercado Pago refused the renewal',
      text: 'Your access is still valid. Feria will retry later.',
      next: waitAndRetry,
    },
    closed: {
      title: 'Feria is restarting',
      text: 'We did not start your request.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'We cannot reach our database',
      text: 'We do not know whether the last step was saved.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'We could not save the access',
      text: 'Mercado Pago granted it, but our database did not save it.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'We cannot decrypt the access to this account',
      text: 'It is stored, but its key is missing. You did nothing wrong.',
      next: 'For the operator of Feria: check that every encryption key is configured.',
    },
    record_unreadable: {
      title: 'We cannot read the record of this account',
      text: 'The record has a form that we do not know. You did nothing wrong.',
      next: 'For the operator of Feria: check that the store is migrated and that all machines run the same version.',
    },
    checkout_refused: {
      title: 'Mercado Pago did not accept this payment link',
      text: 'No payment link was created, and nobody was charged. The usual reasons:',
      causes: [
        'The price is outside the limits of this country.',
        'You did not allow Feria to charge for this account.',
        'The account is not ready to sell yet.',
      ],
      next: 'Change the price or the fee, and try again.',
    },
    checkout_sent_before: {
      title: 'This payment link was already requested',
      text: 'The request was sent twice. Mercado Pago does not say whether the first one created a link. Nobody pays before a buyer opens a link.',
      next: 'Go back to the account and create a new payment link.',
    },
    no_such_page: {
      title: 'This page does not exist',
      text: 'The address is wrong, or the account is no longer connected to your shop.',
      next: 'The home page lists all connected accounts.',
    },
    foreign_form: {
      title: 'This form was not sent from Feria',
      text: 'Another site may have tried to act for you. We did nothing, to protect your account.',
      next: 'If it was you, open the page at Feria and use the button there.',
    },
    form_unreadable: {
      title: 'We cannot read this form',
      text: 'Our page does not send a form like this, so we did not use it.',
      next: 'Open the page again and fill in the form there.',
    },
    unexpected: {
      title: 'Something went wrong on our side',
      text: 'We did not expect this failure. You did nothing wrong.',
      next: waitAndRetry,
    },
  },
}

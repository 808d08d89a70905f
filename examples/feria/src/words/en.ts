import type { Words } from './words.ts'

const startAgain = 'Please try again. It takes less than a minute.'
const waitAndRetry = 'Please try again in a few minutes.'
const nothingChanged = 'Your account was not linked, and nothing in it has changed.'

export const en: Words = {
  language: 'English',
  layout: {
    languages: 'Language',
    signOut: 'Sign out',
    sandbox: 'A sandbox stands in for Mercado Pago: made-up sellers, no real money.',
    controlRoom: 'Open its control room',
    real: 'This runs against the real Mercado Pago.',
  },
  welcome: {
    title: 'Your stall at the fair, paid by Mercado Pago',
    text: 'Feria is a small marketplace. You bring a shop, connect your Mercado Pago account once, and buyers pay you directly.',
    steps: [
      { title: 'Open your shop', text: 'Choose one of ours, or give yours a name.' },
      { title: 'Connect Mercado Pago', text: 'You decide there what Feria may do.' },
      { title: 'Sell', text: 'Create a checkout: you get the money, Feria its fee.' },
    ],
  },
  signIn: {
    title: 'Which shop is yours?',
    text: 'This is a sample, so nobody asks for a password.',
    choose: 'Choose a shop',
    name: 'Or a name of your own',
    rule: 'Please give it a name of at most 40 letters or digits.',
    enter: 'Open the shop',
  },
  home: {
    title: 'Sell at Feria, get paid by Mercado Pago',
    text: 'Connect an account once. Buyers then pay you directly, and you can withdraw the permission at any time.',
    connect: 'Connect Mercado Pago',
    connectAnother: 'Connect another account',
    accounts: 'Linked accounts',
    none: 'No account is linked yet.',
  },
  seller: {
    unnamed: (sellerId) => `Seller ${sellerId}`,
    states: {
      linked: 'Linked',
      overdue: 'Renewal overdue',
      ended: 'Ended',
      relink: 'Must link again',
    },
    overdue: (end) =>
      `Feria should have renewed the permission by now. You can go on selling until ${end}: renew it before then.`,
    ended: (end) =>
      `The permission ended on ${end} and was not renewed, so you cannot sell. Renew it now. If Mercado Pago refuses, connect again.`,
    endedForGood: (end) =>
      `The permission ended on ${end} and cannot be renewed. Connect again to go on selling.`,
    cannotRenew: (end) => `Cannot be renewed. Connect again before ${end} to go on selling.`,
    lost: {
      revoked:
        'You withdrew the permission at Mercado Pago, or Mercado Pago ended it. Connect again to go on selling.',
      expired:
        'The permission was not renewed in time, and Mercado Pago has let it end. Connect again to go on selling.',
      rotation_lost:
        'A renewal was cut off, and Mercado Pago does not accept another one. Connect again to go on selling.',
      no_offline_access:
        'The permission cannot be renewed: it does not let Feria stay connected. Connect again to go on selling.',
    },
    linkAgain: 'Connect again',
    id: 'Seller id',
    country: 'Country',
    environment: 'Environment',
    live: 'Live',
    test: 'Test',
    unknown: 'Unknown',
    permissions: 'Feria may',
    scopes: {
      read: 'See your account',
      write: 'Charge and refund for you',
      offline_access: 'Stay connected while you are away',
    },
    otherScope: 'Use',
    noScope: 'Whatever the application may',
    back: 'All linked accounts',
  },
  life: {
    title: 'Life of the permission',
    summary: ({ since, today, due, end }) =>
      `Good from ${since} to ${end}. Today is ${today}. ${due ? `Feria renews it from ${due} on.` : 'It will not be renewed.'}`,
    today: 'today',
    since: 'Since',
    due: 'Renewal from',
    end: 'Good until',
    lastRenewed: 'Last renewed',
    notYet: 'Not yet',
    left: (days) => (days === 1 ? '1 day left' : `${days} days left`),
    over: 'Ended',
  },
  timeline: {
    title: 'What happened',
    empty: 'Nothing yet.',
    linked: 'Linked',
    linkedAgain: 'Linked again',
    renewed: 'Renewed',
    renewalFailed: 'A renewal failed. Feria will try again',
    renewalRefused: 'Mercado Pago refused a renewal. Feria will try again later',
    mustLink: 'Must link again',
    recovered: 'Linked after all: a late renewal was saved',
    disconnected: 'Disconnected',
    by: {
      hand: 'at the press of the button',
      sweep: 'by itself, in time',
      use: 'because it was used',
      elsewhere: 'by another run of Feria',
    },
  },
  actions: {
    checkout: 'Create a checkout',
    checkoutText: 'A link by which a buyer pays you, and Feria its fee.',
    checkoutOff:
      'You can sell again when the permission is renewed or the account is connected again.',
    renew: 'Renew now',
    renewText: 'Feria does it by itself in time, and nothing is asked of you.',
    disconnect: 'Disconnect',
    disconnectText: 'Feria forgets the permission and cannot charge for you any more.',
  },
  disconnect: {
    title: (seller) => `Disconnect ${seller}?`,
    text: 'Feria forgets the permission at once and cannot charge for you any more.',
    more: 'To sell here again, you connect again. At Mercado Pago, Feria stays on the list of your applications until you remove it there.',
    yes: 'Yes, disconnect',
    no: 'No, go back',
  },
  checkout: {
    title: 'Create a checkout',
    text: (seller) => `The buyer pays ${seller}; Mercado Pago hands Feria its fee by itself.`,
    item: 'What is sold',
    price: 'Price',
    fee: 'Fee for Feria',
    feeText: 'Taken from the price. It may be 0.',
    create: 'Create the link to pay',
    itemRule: 'Please say what is sold, in at most 120 characters.',
    priceRule: 'Please give a price above 0, without more decimals than the currency has.',
    feeRule: 'Please give a fee from 0 up, but below the price.',
    readyTitle: 'Ready to be paid',
    readyText: 'Give this link to the buyer. It was made with the permission of the seller.',
    pay: 'Open the checkout',
    receives: (seller) => `${seller} receives, before the fees of Mercado Pago`,
    another: 'Create another',
    back: 'Back to the account',
  },
  failure: {
    code: 'Code',
    tryAgain: 'Try again',
    signOut: 'Sign out of Mercado Pago (in a new tab)',
    accounts: 'See your linked accounts',
    backToSeller: 'Back to the account',
    home: 'First page',
  },
  failures: {
    access_denied: {
      title: 'You did not give the permission',
      text: nothingChanged,
      next: 'If you changed your mind, try again and allow Feria.',
    },
    state_mismatch: {
      title: 'We could not match this response to you',
      text: 'This browser has no attempt that the response belongs to. To keep your account safe, we did not use it. The usual reasons:',
      causes: [
        'You began more than ten minutes ago, or in another browser.',
        'You signed out, or opened another shop in between.',
        'Cookies are blocked, or were deleted in between.',
        'You began at another address of Feria than the one you came back to.',
        'It is an old response that this browser has forgotten. Your account may be linked already.',
      ],
      next: 'Check your linked accounts. If yours is not there, try again.',
    },
    state_consumed: {
      title: 'This response was used already',
      text: 'It works only once, and this page sent it again: a reload, the back button and a second tab do that. What the first time did still stands.',
      next: 'Check your linked accounts: if yours is not there, connect it from that page.',
    },
    state_expired: {
      title: 'That took a little too long',
      text: 'To keep your account safe, an attempt ends after ten minutes.',
      next: startAgain,
    },
    state_missing: {
      title: 'This answer does not say where it began',
      text: 'The way to Mercado Pago has to begin at Feria. To keep your account safe, we did not use the answer.',
      next: startAgain,
    },
    issuer_mismatch: {
      title: 'This answer is from somebody else',
      text: 'It does not come from Mercado Pago. To keep your account safe, we did not use it.',
      next: startAgain,
    },
    callback_malformed: {
      title: 'We cannot read this answer',
      text: 'The address of this page is incomplete, or was changed on the way.',
      next: startAgain,
    },
    callback_method: {
      title: 'This page is not opened like that',
      text: 'Only Mercado Pago leads here, after you gave the permission.',
      next: startAgain,
    },
    authorization_error: {
      title: 'Mercado Pago could not finish',
      text: `It reported a problem of its own. ${nothingChanged}`,
      next: waitAndRetry,
    },
    code_rejected: {
      title: 'Mercado Pago did not accept the answer',
      text: 'The permission it gave us is older than ten minutes, or was used before.',
      next: startAgain,
    },
    client_rejected: {
      title: 'Feria is not set up correctly',
      text: 'Mercado Pago does not accept Feria itself. You did nothing wrong.',
      next: 'For whoever runs Feria: compare the Client ID and the Client Secret with the panel, and see that the authorization code flow is allowed there.',
    },
    exchange_outcome_unknown: {
      title: 'The line broke at the last step',
      text: 'We used the permission and got no answer. It works only once, so we did not send it again.',
      next: startAgain,
    },
    token_response_invalid: {
      title: 'We do not understand Mercado Pago',
      text: 'Its answer is not one that we can trust, so we did not use it.',
      next: waitAndRetry,
    },
    upstream_unavailable: {
      title: 'Mercado Pago cannot be reached',
      text: 'It is down, or the line to it is.',
      next: waitAndRetry,
    },
    upstream_timeout: {
      title: 'Mercado Pago did not answer in time',
      text: 'We waited for a while and then stopped.',
      next: waitAndRetry,
    },
    upstream_rate_limited: {
      title: 'Mercado Pago is busy',
      text: 'It asks us to slow down.',
      next: 'Please try again in a minute.',
    },
    reauthorization_required: {
      title: 'The account must be linked again',
      text: 'The permission was withdrawn at Mercado Pago, has expired, or can no longer be renewed.',
      next: 'Connect the account again to go on selling.',
    },
    seller_mismatch: {
      title: 'This is another account',
      text: 'You are signed in to Mercado Pago with another account than the one linked here. Both accounts stay as they were.',
      next: 'Mercado Pago remembers the account that you used last. Sign out there, then try again with the right account.',
    },
    seller_already_linked: {
      title: 'This account is linked elsewhere',
      text: 'Another shop at Feria uses this Mercado Pago account, and goes on using it.',
      next: 'Did you mean another account? Mercado Pago remembers the one that you used last: sign out there, then try again. If it is this one, disconnect it at the other shop first.',
    },
    renewal_busy: {
      title: 'This account is busy right now',
      text: 'We are renewing its permission elsewhere, and that takes longer than usual.',
      next: waitAndRetry,
    },
    renewal_refused: {
      title: 'Mercado Pago did not renew this account',
      text: 'It refused the renewal, although your permission still stands. We will try again later.',
      next: waitAndRetry,
    },
    closed: {
      title: 'Feria is restarting',
      text: 'This part of Feria is about to stop, so it does not begin anything new.',
      next: waitAndRetry,
    },
    store_unavailable: {
      title: 'We cannot reach our records right now',
      text: 'We cannot read or write anything down, so we do not know whether the last step was kept.',
      next: waitAndRetry,
    },
    key_manager_unavailable: {
      title: 'We cannot read what we kept right now',
      text: 'The permission is stored under lock and key, and the service that keeps the key does not respond.',
      next: waitAndRetry,
    },
    token_not_saved: {
      title: 'We could not keep the permission',
      text: 'Mercado Pago gave it, but we could not write it down.',
      next: waitAndRetry,
    },
    token_undecryptable: {
      title: 'We cannot read what we kept',
      text: 'The permission is stored, but its key is missing. You did nothing wrong.',
      next: 'For whoever runs Feria: see that every encryption key is configured.',
    },
    record_unreadable: {
      title: 'We cannot read what we kept',
      text: 'What is stored for this account is not in the form that we know. You did nothing wrong.',
      next: 'For whoever runs Feria: see that the store was migrated and that all machines run one version.',
    },
    checkout_refused: {
      title: 'Mercado Pago did not accept this checkout',
      text: 'No link to pay was made, and nobody was charged. The usual reasons:',
      causes: [
        'The price is outside what Mercado Pago allows in this country.',
        'The permission does not let Feria charge for this account.',
        'The account is not ready to sell yet.',
      ],
      next: 'Change the price or the fee, and try again.',
    },
    checkout_sent_before: {
      title: 'Mercado Pago has seen this checkout before',
      text: 'It was sent a second time, and Mercado Pago does not say whether the first one made a link to pay. Nobody is charged before a buyer opens one.',
      next: 'Go back to the account and create a new checkout.',
    },
    no_such_page: {
      title: 'There is no such page',
      text: 'The address is misspelt, or the account is not linked to your shop any more.',
      next: 'The first page lists all linked accounts.',
    },
    foreign_form: {
      title: 'This was not sent from Feria',
      text: 'Another site may have tried to act for you. To keep your account safe, we did not do it.',
      next: 'If it was you, open the page at Feria and press the button there.',
    },
    form_unreadable: {
      title: 'We cannot read what was sent',
      text: 'It is not what the form on our page would send, so we did not use it.',
      next: 'Open the page again and fill in the form there.',
    },
    unexpected: {
      title: 'Something went wrong on our side',
      text: 'We did not expect this. You did nothing wrong.',
      next: waitAndRetry,
    },
  },
}

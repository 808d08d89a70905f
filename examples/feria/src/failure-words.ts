import type { ErrorCode } from 'mercadopago-oauth'

/** Every way a page of ours can fail. */
export type FailureCode =
  | Exclude<ErrorCode, `webhook_${string}`>
  | 'no_such_page'
  | 'foreign_form'
  | 'unexpected'

/** What a seller reads. Constant: nothing that came with the request is in it. */
export interface FailureWords {
  title: string
  /** What happened. */
  text: string
  /** What may be the cause, the likeliest first. */
  causes?: readonly string[]
  /** What to do next. */
  next: string
}

const startAgain = 'Please try again. It takes less than a minute.'
const waitAndRetry = 'Please try again in a few minutes.'
const nothingChanged = 'Your account was not linked, and nothing in it has changed.'

export const failureWords: Readonly<Record<FailureCode, FailureWords>> = {
  access_denied: {
    title: 'You did not give the permission',
    text: nothingChanged,
    next: 'If you changed your mind, try again and allow Feria.',
  },
  state_mismatch: {
    title: 'We could not match this answer to you',
    text: 'This browser has no open attempt that the answer belongs to. To keep your account safe, we did not use it. The usual reasons:',
    causes: [
      'It was used already: a reload or the back button sends it again. Your account may be linked then.',
      'You began more than ten minutes ago, or in another browser.',
      'Cookies are blocked, or were deleted in between.',
      'You began at another address: 127.0.0.1 and localhost are two.',
    ],
    next: 'Look whether you are linked already. If not, try again.',
  },
  state_consumed: {
    title: 'This answer was used already',
    text: 'A reload or the back button sent it a second time, and it works only once. If your account was linked the first time, it still is.',
    next: 'Look whether you are linked already. If not, try again.',
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
    title: 'The permission has ended',
    text: 'It was withdrawn at Mercado Pago, or has expired.',
    next: startAgain,
  },
  seller_mismatch: {
    title: 'This is another account',
    text: 'You are signed in to Mercado Pago with another account than the one linked here.',
    next: 'Sign out of Mercado Pago, then try again with the right account.',
  },
  seller_already_linked: {
    title: 'This account is linked elsewhere',
    text: 'Another shop at Feria uses this Mercado Pago account.',
    next: 'Unlink it there first, or connect with another account.',
  },
  store_unavailable: {
    title: 'We cannot reach our records right now',
    text: 'We cannot read or write anything down, so we did not go on. Nothing in your account has changed.',
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
  no_such_page: {
    title: 'There is no such page',
    text: 'The address is misspelt, or the seller is no longer linked.',
    next: 'The first page lists all sellers.',
  },
  foreign_form: {
    title: 'This was not sent from Feria',
    text: 'Another site may have tried to act for you. To keep your account safe, we did not do it.',
    next: 'If it was you, open the page at Feria and press the button there.',
  },
  unexpected: {
    title: 'Something went wrong on our side',
    text: 'We did not expect this. You did nothing wrong.',
    next: waitAndRetry,
  },
}

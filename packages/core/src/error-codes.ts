/** The stable codes of every error this package throws. */
export type ErrorCode =
  | 'callback_malformed'
  | 'callback_method'
  | 'state_missing'
  | 'state_mismatch'
  | 'state_expired'
  | 'state_consumed'
  | 'issuer_mismatch'
  | 'access_denied'
  | 'authorization_error'
  | 'code_rejected'
  | 'client_rejected'
  | 'exchange_outcome_unknown'
  | 'token_response_invalid'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_rate_limited'
  | 'token_not_saved'
  | 'seller_mismatch'
  | 'seller_already_linked'
  | 'reauthorization_required'
  | 'renewal_busy'
  | 'renewal_refused'
  | 'closed'
  | 'store_unavailable'
  | 'key_manager_unavailable'
  | 'token_undecryptable'
  | 'record_unreadable'
  | 'webhook_unsigned'
  | 'webhook_malformed'
  | 'webhook_mismatch'
  | 'webhook_stale'

/** The texts of an error with a code, by reader. All of them are constant. */
export interface Outcome {
  /** HTTP status for the browser. */
  readonly status: number
  /** For the developer: what happened, and what to check. It claims nothing that is not known. */
  readonly message: string
  /** For the browser: what happened, without a full stop. */
  readonly notice: string
  /** For the browser: what to do next; empty if no person reads it. */
  readonly advice: string
}

const notLinked = 'The account was not linked'
const linkUnknown = 'It is not known whether the account was linked'
const notCompleted = 'The request could not be completed'
const notAccepted = 'The notification was not accepted'
const startAgain = 'Please start again.'
const startAgainUnlessLinked = 'If the account is not linked yet, please start again.'
const tryLater = 'Please try again later.'

/** One row a code: the only place where status and texts are kept. */
export const outcomes: Readonly<Record<ErrorCode, Outcome>> = {
  callback_malformed: {
    status: 400,
    message:
      'The request is not a well-formed authorization response. Check that nothing between the provider and this app changes the query string.',
    notice: notLinked,
    advice: startAgain,
  },
  callback_method: {
    status: 405,
    message:
      'The request to the callback is not a GET. Check that nothing but the provider uses the redirect URI.',
    notice: notLinked,
    advice: startAgain,
  },
  state_missing: {
    status: 403,
    message:
      'The authorization response carries no state, so it belongs to no attempt of this app. Check that sellers start at the address of this app.',
    notice: notLinked,
    advice: startAgain,
  },
  state_mismatch: {
    status: 403,
    message:
      'This browser and user have no such attempt. Check that it began less than 10 minutes ago, as the same user, with cookies allowed. It must also begin on the host of the redirect URI (127.0.0.1 and localhost are two hosts), and its response must not have been used before.',
    notice: 'This response belongs to no attempt of this browser',
    advice: startAgainUnlessLinked,
  },
  state_expired: {
    status: 403,
    message:
      'The attempt is older than it may be (10 minutes unless configured). The seller has to start again.',
    notice: 'This attempt is too old',
    advice: startAgainUnlessLinked,
  },
  state_consumed: {
    status: 403,
    message:
      'This authorization response was already used: a reload, a second tab or a prefetch sent it again. Check whether the seller is linked: the first use may have done it.',
    notice: 'This response was already used',
    advice: 'The account may be linked: please check before you start again.',
  },
  issuer_mismatch: {
    status: 403,
    message:
      'The authorization response does not name the issuer of the configured provider. Check "provider.issuer" and "provider.requireIssuer".',
    notice: notLinked,
    advice: startAgain,
  },
  access_denied: {
    status: 403,
    message: 'The provider reports that the seller, or another person on their behalf, declined.',
    notice: notLinked,
    advice: startAgain,
  },
  authorization_error: {
    status: 502,
    message:
      'The authorization server sent an error in place of a code. Check upstreamError and upstreamDescription.',
    notice: notLinked,
    advice: tryLater,
  },
  code_rejected: {
    status: 400,
    message:
      'The token endpoint refused the code. Check that it is fresh (10 minutes at Mercado Pago) and used once, and that the redirect URI and the code verifier are those of the attempt.',
    notice: 'The response could not be used',
    advice: startAgainUnlessLinked,
  },
  client_rejected: {
    status: 500,
    message:
      'The token endpoint refused the application. Check its settings in the panel: the Client ID, the Client Secret, and that the authorization code flow is allowed.',
    notice: notLinked,
    advice: tryLater,
  },
  exchange_outcome_unknown: {
    status: 502,
    message:
      'The code may have reached the provider, but no response came back. A code is single use, so it is not sent again: the seller has to start again.',
    notice: linkUnknown,
    advice: startAgainUnlessLinked,
  },
  token_response_invalid: {
    status: 502,
    message:
      'The response of the provider is not valid. Check upstreamStatus, and what stands between this app and the provider.',
    notice: notLinked,
    advice: tryLater,
  },
  upstream_unavailable: {
    status: 503,
    message: 'The provider cannot be reached or is failing. Check the connection to it.',
    notice: notLinked,
    advice: tryLater,
  },
  upstream_timeout: {
    status: 503,
    message: 'The provider did not respond in time. Check the connection to it.',
    notice: notLinked,
    advice: tryLater,
  },
  upstream_rate_limited: {
    status: 503,
    message:
      'The provider asked for fewer requests. Wait before the next one; retryAfterSeconds says how long, where the provider does.',
    notice: notLinked,
    advice: tryLater,
  },
  token_not_saved: {
    status: 500,
    message:
      'Renewed tokens could not be saved before the deadline. Save what unsaved() returns: it may exist nowhere else.',
    notice: notCompleted,
    advice: tryLater,
  },
  seller_mismatch: {
    status: 409,
    message:
      'The tokens belong to another seller than the expected one. Check which account the seller signed in to at the provider.',
    notice: notLinked,
    advice: 'Please sign in to the expected account and start again.',
  },
  seller_already_linked: {
    status: 409,
    message:
      'The seller is already linked to another owner. Check who that is: unlink the seller there, or allow the move.',
    notice: 'The account is linked to another user',
    advice: 'Please ask that user to unlink it.',
  },
  reauthorization_required: {
    status: 409,
    message: 'The seller has to link again. Check reason.',
    notice: 'The account has to be linked again',
    advice: startAgain,
  },
  renewal_busy: {
    status: 503,
    message:
      'Another process is renewing the tokens of this seller and did not finish within the wait. Try again after retryAfterSeconds.',
    notice: notCompleted,
    advice: tryLater,
  },
  renewal_refused: {
    status: 503,
    message:
      'The provider refused to renew the tokens of this seller, whose authorization still stands. Check upstreamError and the permissions of the application; the next try is later.',
    notice: notCompleted,
    advice: tryLater,
  },
  closed: {
    status: 503,
    message:
      'close() was called, so nothing new is begun. Check that the app stops taking requests before it closes.',
    notice: notCompleted,
    advice: tryLater,
  },
  store_unavailable: {
    status: 503,
    message:
      'The token store or the replay guard failed or did not respond in time. Check cause; the operation may or may not have taken effect.',
    notice: linkUnknown,
    advice: 'Please check later, and start again if it was not.',
  },
  key_manager_unavailable: {
    status: 503,
    message:
      'A key provider of "encryptionKeys" failed or did not respond in time, so tokens can neither be encrypted nor decrypted. Check cause: the network, the permissions and the key in the key manager. Nothing was changed.',
    notice: notCompleted,
    advice: tryLater,
  },
  token_undecryptable: {
    status: 500,
    message:
      'A stored token cannot be decrypted with the configured keys. Check that "encryptionKeys" holds the key that keyId names; if it does, the record was changed or copied.',
    notice: notCompleted,
    advice: tryLater,
  },
  record_unreadable: {
    status: 500,
    message:
      'What the store holds for this seller is not a record of this version. Check that migrate() was run, that all machines run one version, and that nothing else writes to the store.',
    notice: notCompleted,
    advice: tryLater,
  },
  webhook_unsigned: {
    status: 401,
    message:
      'The notification carries no signature. Check that no proxy removes the X-Signature header.',
    notice: notAccepted,
    advice: '',
  },
  webhook_malformed: {
    status: 401,
    message:
      'The notification or its signature is not well formed. Check that the headers, the query and the body arrive unchanged.',
    notice: notAccepted,
    advice: '',
  },
  webhook_mismatch: {
    status: 401,
    message:
      'The signature of the notification is not the expected one. Check the webhook secret, and that no proxy rewrites the X-Request-Id header or the query, which are signed.',
    notice: notAccepted,
    advice: '',
  },
  webhook_stale: {
    status: 401,
    message:
      'The signed time of the notification is too far from now. Check the clock of this machine and "maxAgeMs".',
    notice: notAccepted,
    advice: '',
  },
}

/** Why a seller has to link again. */
export type ReauthorizationReason =
  | 'revoked'
  | 'expired'
  | 'rotation_lost'
  | 'no_offline_access'
  | 'not_linked'

/** The message of `reauthorization_required` for each reason. */
export const reauthorizationMessages: Readonly<Record<ReauthorizationReason, string>> = {
  revoked:
    'The seller has to link again: the provider refused the token. Check whether the seller withdrew the authorization, or another system used the refresh token.',
  expired:
    'The seller has to link again: the tokens have expired. Check that renewals run in time, such as by a nightly sweep.',
  rotation_lost:
    'The seller has to link again: a renewal was cut off before its tokens were saved, and the provider refused the older refresh token. Check what ended the process or the connection.',
  no_offline_access:
    'The tokens cannot be renewed: the provider gave no refresh token. Check that the application has the offline_access permission; then the seller has to link again.',
  not_linked:
    'No such seller is linked here. Check the seller id, the Client ID and the environment.',
}

/** A question that Mercado Pago's documents leave open, and the answers that the sandbox can give. */
export interface SwitchEntry {
  /** What it is about, to list it under. */
  readonly about: 'authorization' | 'tokens' | 'answers' | 'orders' | 'notifications'
  /** The positions; the first is the default. */
  readonly values: readonly [string, string, ...string[]]
  /** One sentence. */
  readonly meaning: string
}

/**
 * Every switch: the single source for options, their validation, the control room and the README.
 * Where the documents contradict each other or say nothing, the default is the stricter reading, or
 * the one that was seen more often.
 */
export const switchTable = {
  denial: {
    about: 'authorization',
    values: ['redirect', 'silent'],
    meaning:
      'A seller who says no is sent back with `error=access_denied`, or sees a page and the application hears nothing.',
  },
  missingChallenge: {
    about: 'authorization',
    values: ['page', 'token'],
    meaning:
      'Without the `code_challenge` that PKCE demands there is an error page, or consent and then a refusal at the token endpoint, as on Mercado Libre.',
  },
  missingChallengeMethod: {
    about: 'authorization',
    values: ['plain', 'S256'],
    meaning: 'What a `code_challenge` without `code_challenge_method` is taken for.',
  },
  plainMethodName: {
    about: 'authorization',
    values: ['either', 'plain', 'Plain'],
    meaning: 'How `code_challenge_method` must spell the plain method.',
  },
  plainHttpRedirect: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a registered redirect URI may be plain http, such as `http://localhost`.',
  },
  redirectQuery: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a registered redirect URI may have a query.',
  },
  platformId: {
    about: 'authorization',
    values: ['ignored', 'required'],
    meaning: 'Whether `platform_id=mp` must be there.',
  },
  longState: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a `state` may be longer than 255 characters.',
  },
  consentingAccount: {
    about: 'authorization',
    values: ['administrator', 'operator'],
    meaning:
      'Who is at the consent page: an operator of the account ends on an error page with `invalid_operator_user_id`, as on Mercado Libre.',
  },
  rememberedAccount: {
    about: 'authorization',
    values: ['ignored', 'changeable', 'fixed'],
    meaning:
      'Which account the consent page shows to a browser that was there before: the one that is chosen, or the last one, with a link to another or without. `/logout` forgets it.',
  },
  failedExchange: {
    about: 'tokens',
    values: ['spends', 'keeps'],
    meaning: 'Whether a wrong verifier or redirect URI costs the code.',
  },
  wrongVerifierError: {
    about: 'tokens',
    values: ['invalid_grant', 'invalid_request'],
    meaning: 'The response to a wrong verifier.',
  },
  unaskedVerifier: {
    about: 'tokens',
    values: ['refused', 'ignored'],
    meaning: 'What becomes of a verifier when the consent had no challenge.',
  },
  expiredGrant: {
    about: 'tokens',
    values: ['invalid_grant', 'expired_grant'],
    meaning: 'The response to an expired code or refresh token.',
  },
  withdrawnGrant: {
    about: 'tokens',
    values: ['invalid_grant', 'unauthorized_client'],
    meaning: 'The response to a refresh token once the seller has withdrawn the application.',
  },
  refreshToken: {
    about: 'tokens',
    values: ['rotates', 'reusable', 'kept'],
    meaning:
      'A renewal gives a new refresh token and ends the old one, or leaves both alive, or gives none and the old one goes on.',
  },
  renewedAccessToken: {
    about: 'tokens',
    values: ['lives', 'ends'],
    meaning: 'What becomes of the old access token after a renewal.',
  },
  secondConsent: {
    about: 'tokens',
    values: ['keeps', 'ends'],
    meaning: 'What becomes of the earlier tokens once a second consent has given new ones.',
  },
  secretChange: {
    about: 'tokens',
    values: ['keeps', 'ends'],
    meaning: 'Whether a new client secret ends the tokens that were given under the old one.',
  },
  inactivity: {
    about: 'tokens',
    values: ['lives', 'ends'],
    meaning: 'Whether 120 days without a call end what a seller granted, as on Mercado Libre.',
  },
  unknownFields: {
    about: 'tokens',
    values: ['ignored', 'refused'],
    meaning: 'What becomes of fields in a token request that nobody asked for.',
  },
  queryParameters: {
    about: 'tokens',
    values: ['ignored', 'refused'],
    meaning: 'What becomes of a query in the address of a token request.',
  },
  testTokenPrefix: {
    about: 'answers',
    values: ['TEST', 'APP_USR'],
    meaning: 'What the tokens of a `test_token` request begin with.',
  },
  testTokenLiveMode: {
    about: 'answers',
    values: ['false', 'true'],
    meaning: 'The `live_mode` of the tokens of a `test_token` request.',
  },
  testTokenRenewal: {
    about: 'answers',
    values: ['remembered', 'repeated'],
    meaning:
      'A renewed test token is a test token again, or only when the renewal repeats `test_token`.',
  },
  renewalAnswer: {
    about: 'answers',
    values: ['full', 'sparse'],
    meaning: 'Whether a renewal tells `user_id`, `public_key` and `live_mode` again.',
  },
  tokenType: {
    about: 'answers',
    values: ['Bearer', 'bearer'],
    meaning: 'How `token_type` is written.',
  },
  scopeWords: {
    about: 'answers',
    values: ['registered', 'reversed', 'extra', 'long'],
    meaning:
      'The words of `scope`: in the order of the application, in reverse, one more, or so many that they are longer than 512 characters.',
  },
  errorShape: {
    about: 'answers',
    values: ['error', 'errorKey', 'error_description'],
    meaning:
      'The fields of an error at the token endpoint: as recorded, as in the reference, or as on Mercado Libre.',
  },
  invalidClientStatus: {
    about: 'answers',
    values: ['400', '401'],
    meaning: 'The status of `invalid_client`.',
  },
  rateLimitBody: {
    about: 'answers',
    values: ['json', 'text', 'too_many_requests'],
    meaning:
      'The body of a 429: an error like any other, the bare words `local_rate_limited`, or an error with the code of Mercado Pago’s OpenAPI document.',
  },
  retryAfter: {
    about: 'answers',
    values: ['absent', 'present'],
    meaning: 'Whether a 429 says `Retry-After: 1`, unless the fault says another.',
  },
  orderErrorShape: {
    about: 'orders',
    values: ['errors', 'error'],
    meaning:
      'The body of a refusal at `/v1/orders`: a list of `errors` as it was observed, or the `Error` of Mercado Pago’s OpenAPI document.',
  },
  orderRetry: {
    about: 'orders',
    values: ['repeats', 'refused'],
    meaning:
      'The same request with the same `X-Idempotency-Key` gets the same order, or 409. Another request with that key is always 409.',
  },
  orderUserId: {
    about: 'orders',
    values: ['string', 'number'],
    meaning: 'The type of `user_id` in an order.',
  },
  ownerFee: {
    about: 'orders',
    values: ['refused', 'ignored'],
    meaning:
      'What becomes of a `marketplace_fee` when the access token is that of the application’s own account.',
  },
  notificationTimestamp: {
    about: 'notifications',
    values: ['seconds', 'milliseconds'],
    meaning: 'The unit of `ts` in the signature.',
  },
  notificationRetrySignature: {
    about: 'notifications',
    values: ['anew', 'first'],
    meaning:
      'Whether a further delivery has its own time, request id and signature, or those of the first delivery.',
  },
  notificationUserId: {
    about: 'notifications',
    values: ['number', 'string'],
    meaning: 'The type of `user_id`.',
  },
  notificationApplicationId: {
    about: 'notifications',
    values: ['absent', 'present'],
    meaning: 'Whether the body has `application_id`.',
  },
  notificationDataId: {
    about: 'notifications',
    values: ['seller', 'application'],
    meaning: 'Whose id `data.id` is.',
  },
  notificationLiveMode: {
    about: 'notifications',
    values: ['true', 'false'],
    meaning: 'What `live_mode` says.',
  },
  notificationRetries: {
    about: 'notifications',
    values: ['15-minutes', '5-minutes', 'exponential'],
    meaning:
      'When a failed delivery is sent again: after 15 min, 30 min, 6 h, 48 h and 96 h; after 5 min, 45 min, 6 h, 48 h and 96 h; or after 15 min and then twice as long each time, up to 24 h.',
  },
} as const

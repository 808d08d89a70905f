/** A question that Mercado Pago's documents leave open, and what the sandbox can do. */
export interface SwitchEntry {
  /** The group that it is listed in. */
  readonly about: 'authorization' | 'tokens' | 'responses' | 'orders' | 'notifications'
  /** The positions; the first is the default. */
  readonly values: readonly [string, string, ...string[]]
  /** What it decides, in English. `Backticks` mark what is code. */
  readonly meaning: string
}

/**
 * Every switch: the single source for options, their validation, the control room and the README.
 * The default is the stricter reading of the documents, or the one that was observed more often.
 */
export const switchTable = {
  denial: {
    about: 'authorization',
    values: ['redirect', 'silent'],
    meaning: 'When the seller cancels, the application receives `error=access_denied`, or nothing.',
  },
  missingChallenge: {
    about: 'authorization',
    values: ['page', 'token'],
    meaning:
      'A request without the `code_challenge` that PKCE requires fails at once, or at the token endpoint, as on Mercado Libre.',
  },
  missingChallengeMethod: {
    about: 'authorization',
    values: ['plain', 'S256'],
    meaning: 'The method of a `code_challenge` without `code_challenge_method`.',
  },
  plainMethodName: {
    about: 'authorization',
    values: ['either', 'plain', 'Plain'],
    meaning: 'The accepted spelling of the plain method in `code_challenge_method`.',
  },
  plainHttpRedirect: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a redirect URI with http works, such as `http://localhost`.',
  },
  redirectQuery: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a registered redirect URI with a query works.',
  },
  platformId: {
    about: 'authorization',
    values: ['ignored', 'required'],
    meaning: 'Whether an authorization request needs `platform_id=mp`.',
  },
  longState: {
    about: 'authorization',
    values: ['accepted', 'refused'],
    meaning: 'Whether a `state` of more than 255 characters works.',
  },
  consentingAccount: {
    about: 'authorization',
    values: ['administrator', 'operator'],
    meaning:
      'The role of the user on the consent page. An operator gets an error page with `invalid_operator_user_id`, as on Mercado Libre.',
  },
  rememberedAccount: {
    about: 'authorization',
    values: ['ignored', 'changeable', 'fixed'],
    meaning:
      'The consent page shows a returning browser all accounts, the last one with a link to others, or only the last one. `/logout` signs out.',
  },
  failedExchange: {
    about: 'tokens',
    values: ['spends', 'keeps'],
    meaning:
      'Whether a code stops working after an exchange with a wrong verifier or redirect URI.',
  },
  wrongVerifierError: {
    about: 'tokens',
    values: ['invalid_grant', 'invalid_request'],
    meaning: 'The error for a wrong verifier.',
  },
  unaskedVerifier: {
    about: 'tokens',
    values: ['refused', 'ignored'],
    meaning:
      'Whether an exchange fails if it has a verifier and the authorization request had no challenge.',
  },
  expiredGrant: {
    about: 'tokens',
    values: ['invalid_grant', 'expired_grant'],
    meaning: 'The error for an expired code or refresh token.',
  },
  withdrawnGrant: {
    about: 'tokens',
    values: ['invalid_grant', 'unauthorized_client'],
    meaning: 'The error for a refresh token after the seller withdrew access.',
  },
  refreshToken: {
    about: 'tokens',
    values: ['rotates', 'reusable', 'kept'],
    meaning:
      'A renewal returns a new refresh token and ends the old one, returns a new one and keeps both, or returns none.',
  },
  renewedAccessToken: {
    about: 'tokens',
    values: ['lives', 'ends'],
    meaning: 'Whether the old access token works after a renewal.',
  },
  secondConsent: {
    about: 'tokens',
    values: ['keeps', 'ends'],
    meaning: 'Whether earlier tokens work after a second consent.',
  },
  secretChange: {
    about: 'tokens',
    values: ['keeps', 'ends'],
    meaning: 'Whether codes and tokens work after the client secret changes.',
  },
  inactivity: {
    about: 'tokens',
    values: ['lives', 'ends'],
    meaning: 'Whether tokens stop working after 120 days without a request, as on Mercado Libre.',
  },
  unknownFields: {
    about: 'tokens',
    values: ['ignored', 'refused'],
    meaning: 'Whether a token request with unknown fields fails.',
  },
  queryParameters: {
    about: 'tokens',
    values: ['ignored', 'refused'],
    meaning: 'Whether a token request with a query in its URL fails.',
  },
  testTokenPrefix: {
    about: 'responses',
    values: ['TEST', 'APP_USR'],
    meaning: 'The prefix of the tokens of a `test_token` request.',
  },
  testTokenLiveMode: {
    about: 'responses',
    values: ['false', 'true'],
    meaning: 'The `live_mode` of the tokens of a `test_token` request.',
  },
  testTokenRenewal: {
    about: 'responses',
    values: ['remembered', 'repeated'],
    meaning:
      'The renewal of a test token returns a test token always, or only if the request has `test_token` again.',
  },
  renewalResponse: {
    about: 'responses',
    values: ['full', 'sparse'],
    meaning: 'Whether the response to a renewal has `user_id`, `public_key` and `live_mode`.',
  },
  tokenType: {
    about: 'responses',
    values: ['Bearer', 'bearer'],
    meaning: 'The spelling of `token_type`.',
  },
  scopeWords: {
    about: 'responses',
    values: ['registered', 'reversed', 'extra', 'long'],
    meaning:
      'The value of `scope`: the scopes in order, in reverse order, with an unknown one, or with more than 512 characters.',
  },
  errorShape: {
    about: 'responses',
    values: ['error', 'errorKey', 'error_description'],
    meaning:
      'The fields of an error at the token endpoint: as recorded, as in the reference, or as on Mercado Libre.',
  },
  invalidClientStatus: {
    about: 'responses',
    values: ['400', '401'],
    meaning: 'The status of `invalid_client`.',
  },
  rateLimitBody: {
    about: 'responses',
    values: ['json', 'text', 'too_many_requests'],
    meaning:
      'The body of a 429 response: JSON, the text `local_rate_limited`, or JSON with the code in Mercado Pago’s OpenAPI document.',
  },
  retryAfter: {
    about: 'responses',
    values: ['absent', 'present'],
    meaning: 'Whether a 429 response has `Retry-After: 1`, unless the fault sets another value.',
  },
  orderErrorShape: {
    about: 'orders',
    values: ['errors', 'error'],
    meaning:
      'The body of an error at `/v1/orders`: a list `errors`, as observed, or the `Error` of Mercado Pago’s OpenAPI document.',
  },
  orderRetry: {
    about: 'orders',
    values: ['repeats', 'refused'],
    meaning:
      'The same request with the same `X-Idempotency-Key` returns the same order, or 409. A different request always gets 409.',
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
      'Whether an order with a `marketplace_fee` fails if the access token is the application’s own.',
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
      'Whether a repeated delivery has a new time, request id and signature, or those of the first delivery.',
  },
  notificationUserId: {
    about: 'notifications',
    values: ['number', 'string'],
    meaning: 'The type of `user_id` in a notification.',
  },
  notificationApplicationId: {
    about: 'notifications',
    values: ['absent', 'present'],
    meaning: 'Whether a notification has `application_id`.',
  },
  notificationDataId: {
    about: 'notifications',
    values: ['seller', 'application'],
    meaning: 'The id in `data.id`: the seller or the application.',
  },
  notificationLiveMode: {
    about: 'notifications',
    values: ['true', 'false'],
    meaning: 'The `live_mode` of a notification.',
  },
  notificationRetries: {
    about: 'notifications',
    values: ['15-minutes', '5-minutes', 'exponential'],
    meaning:
      'The retries of a failed delivery: after 15 min, 30 min, 6 h, 48 h and 96 h; after 5 min, 45 min, 6 h, 48 h and 96 h; or at waits that double from 15 min to 24 h.',
  },
} as const

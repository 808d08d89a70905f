import type { SwitchTexts } from './switch-texts.ts'

export const switchTexts: SwitchTexts = {
  denial: {
    title: 'When the seller cancels',
    positions: {
      redirect: 'The seller returns to the application with `error=access_denied`.',
      silent: 'The seller sees a page. The application receives nothing.',
    },
  },
  missingChallenge: {
    title: 'PKCE is required and `code_challenge` is missing',
    positions: {
      page: 'The authorization request fails with an error page.',
      token:
        'The seller can consent. The token endpoint then refuses the code, as on Mercado Libre.',
    },
  },
  missingChallengeMethod: {
    title: '`code_challenge_method` is missing',
    positions: { plain: 'The method is `plain`.', S256: 'The method is `S256`.' },
  },
  plainMethodName: {
    title: 'Spelling of the plain method',
    positions: {
      either: '`plain` and `Plain` are both accepted.',
      plain: 'Only `plain` is accepted.',
      Plain: 'Only `Plain` is accepted.',
    },
  },
  plainHttpRedirect: {
    title: 'Redirect URIs without https',
    positions: {
      accepted: 'A redirect URI with http works, such as `http://localhost`.',
      refused: 'Only a redirect URI with https works.',
    },
  },
  redirectQuery: {
    title: 'Redirect URIs with a query',
    positions: {
      accepted: 'A registered redirect URI with a query works.',
      refused: 'The authorization request fails if the redirect URI has a query.',
    },
  },
  platformId: {
    title: 'The parameter `platform_id=mp`',
    positions: {
      ignored: 'The parameter has no effect.',
      required: 'An authorization request without the parameter fails.',
    },
  },
  longState: {
    title: 'A `state` longer than 255 characters',
    positions: {
      accepted: 'The authorization request works.',
      refused: 'The authorization request fails.',
    },
  },
  consentingAccount: {
    title: 'Role of the user on the consent page',
    positions: {
      administrator: 'The user is the administrator of the account and can give access.',
      operator:
        'The user is an operator and cannot give access. An error page shows `invalid_operator_user_id`, as on Mercado Libre.',
    },
  },
  rememberedAccount: {
    title: 'Account of a returning browser',
    positions: {
      ignored: 'The consent page lists all accounts each time.',
      changeable:
        'The consent page shows the last account and a link to use another. `/logout` signs out.',
      fixed: 'The consent page shows only the last account. `/logout` signs out.',
    },
  },
  failedExchange: {
    title: 'Exchange with a wrong verifier or redirect URI',
    positions: {
      spends: 'The code stops working.',
      keeps: 'The code can still be exchanged.',
    },
  },
  wrongVerifierError: {
    title: 'Error for a wrong verifier',
    positions: {
      invalid_grant: 'The error is `invalid_grant`.',
      invalid_request: 'The error is `invalid_request`.',
    },
  },
  unaskedVerifier: {
    title: 'Verifier sent although there was no challenge',
    positions: {
      refused: 'The exchange fails.',
      ignored: 'The verifier is ignored and the exchange works.',
    },
  },
  expiredGrant: {
    title: 'Error for an expired code or refresh token',
    positions: {
      invalid_grant: 'The error is `invalid_grant`.',
      expired_grant: 'The error is `expired_grant`.',
    },
  },
  withdrawnGrant: {
    title: 'Error for a refresh token after the seller withdrew access',
    positions: {
      invalid_grant: 'The error is `invalid_grant`.',
      unauthorized_client: 'The error is `unauthorized_client`.',
    },
  },
  refreshToken: {
    title: 'Refresh token in a renewal',
    positions: {
      rotates: 'The response has a new refresh token. The old one stops working.',
      reusable: 'The response has a new refresh token. The old one keeps working.',
      kept: 'The response has no refresh token. The old one keeps working.',
    },
  },
  renewedAccessToken: {
    title: 'Old access token after a renewal',
    positions: {
      lives: 'It works until it expires.',
      ends: 'It stops working at once.',
    },
  },
  secondConsent: {
    title: 'Earlier tokens after the seller consents again',
    positions: {
      keeps: 'They keep working.',
      ends: 'They stop working when the new code is exchanged.',
    },
  },
  secretChange: {
    title: 'Codes and tokens after the client secret changes',
    positions: { keeps: 'They keep working.', ends: 'They stop working.' },
  },
  inactivity: {
    title: 'Tokens not used for 120 days',
    positions: {
      lives: 'They work until they expire.',
      ends: 'They stop working, as on Mercado Libre.',
    },
  },
  unknownFields: {
    title: 'Unknown fields in a token request',
    positions: {
      ignored: 'They are ignored.',
      refused: 'The request fails with `invalid_request`.',
    },
  },
  queryParameters: {
    title: 'Query in the URL of a token request',
    positions: {
      ignored: 'It is ignored.',
      refused: 'The request fails with `invalid_request`.',
    },
  },
  testTokenPrefix: {
    title: 'Prefix of test tokens',
    positions: {
      TEST: 'Tokens of a `test_token` request start with `TEST-`.',
      APP_USR: 'They start with `APP_USR-`, as all other tokens do.',
    },
  },
  testTokenLiveMode: {
    title: '`live_mode` of test tokens',
    positions: {
      false: 'The response to a `test_token` request has `live_mode: false`.',
      true: 'The response to a `test_token` request has `live_mode: true`.',
    },
  },
  testTokenRenewal: {
    title: 'Renewal of a test token',
    positions: {
      remembered: 'The new token is a test token.',
      repeated: 'The new token is a test token only if the request has `test_token` again.',
    },
  },
  renewalResponse: {
    title: 'Fields in the response to a renewal',
    positions: {
      full: 'The response has `user_id`, `public_key` and `live_mode`.',
      sparse: 'The response does not have these three fields.',
    },
  },
  tokenType: {
    title: 'Spelling of `token_type`',
    positions: {
      Bearer: 'The response has `Bearer`.',
      bearer: 'The response has `bearer`.',
    },
  },
  scopeWords: {
    title: 'Value of `scope`',
    positions: {
      registered: 'The scopes in the order of the application.',
      reversed: 'The scopes in reverse order.',
      extra: 'The scopes and an unknown one.',
      long: 'The scopes and unknown ones: more than 512 characters.',
    },
  },
  errorShape: {
    title: 'Fields of an error at the token endpoint',
    positions: {
      error: '`message`, `error`, `status` and `cause`, as recorded.',
      errorKey: '`errorKey` instead of `error`, as in the reference.',
      error_description: '`error_description` instead of `message`, as on Mercado Libre.',
    },
  },
  invalidClientStatus: {
    title: 'Status of `invalid_client`',
    positions: { 400: 'The status is 400.', 401: 'The status is 401.' },
  },
  rateLimitBody: {
    title: 'Body of a 429 response',
    positions: {
      json: 'JSON with the error `local_rate_limited`.',
      text: 'The plain text `local_rate_limited`.',
      too_many_requests:
        'JSON with the error `too_many_requests`, as in Mercado Pago’s OpenAPI document.',
    },
  },
  retryAfter: {
    title: '`Retry-After` of a 429 response',
    positions: {
      absent: 'The header is missing, unless the fault sets it.',
      present: 'The header is `1`, unless the fault sets it.',
    },
  },
  orderErrorShape: {
    title: 'Body of an error at `/v1/orders`',
    positions: {
      errors: 'A list `errors`, as observed.',
      error: 'An `Error`, as in Mercado Pago’s OpenAPI document.',
    },
  },
  orderRetry: {
    title: 'Same order request with the same `X-Idempotency-Key`',
    positions: {
      repeats: 'The response has the same order. A different request gets 409.',
      refused: 'The response is 409.',
    },
  },
  orderUserId: {
    title: 'Type of `user_id` in an order',
    positions: { string: 'It is a string.', number: 'It is a number.' },
  },
  ownerFee: {
    title: '`marketplace_fee` with the application’s own access token',
    positions: {
      refused: 'The request fails with 404.',
      ignored: 'The fee is ignored and the order is created.',
    },
  },
  notificationTimestamp: {
    title: 'Unit of `ts` in the signature',
    positions: { seconds: 'Seconds.', milliseconds: 'Milliseconds.' },
  },
  notificationRetrySignature: {
    title: 'Signature of a repeated delivery',
    positions: {
      anew: 'Each delivery has its own time, request id and signature.',
      first: 'Each delivery has the time, request id and signature of the first.',
    },
  },
  notificationUserId: {
    title: 'Type of `user_id` in a notification',
    positions: { number: 'It is a number.', string: 'It is a string.' },
  },
  notificationApplicationId: {
    title: '`application_id` in a notification',
    positions: {
      absent: 'The body does not have the field.',
      present: 'The body has the field.',
    },
  },
  notificationDataId: {
    title: 'Meaning of `data.id`',
    positions: {
      seller: 'It is the id of the seller.',
      application: 'It is the id of the application.',
    },
  },
  notificationLiveMode: {
    title: '`live_mode` in a notification',
    positions: { true: 'It is `true`.', false: 'It is `false`.' },
  },
  notificationRetries: {
    title: 'Retries of a failed delivery',
    positions: {
      '15-minutes': 'After 15 min, 30 min, 6 h, 48 h and 96 h.',
      '5-minutes': 'After 5 min, 45 min, 6 h, 48 h and 96 h.',
      exponential: 'After 15 min. Each wait is then twice as long, up to 24 h.',
    },
  },
}

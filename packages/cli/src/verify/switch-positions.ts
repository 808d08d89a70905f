/**
 * What Mercado Pago's documents leave open, as the sandbox has it: its switches and their positions. Repeated here,
 * because no package imports the sandbox; a test checks that both are equal.
 */
export const switchPositions = {
  denial: ['redirect', 'silent'],
  missingChallenge: ['page', 'token'],
  missingChallengeMethod: ['plain', 'S256'],
  plainMethodName: ['either', 'plain', 'Plain'],
  plainHttpRedirect: ['accepted', 'refused'],
  redirectQuery: ['accepted', 'refused'],
  platformId: ['ignored', 'required'],
  longState: ['accepted', 'refused'],
  consentingAccount: ['administrator', 'operator'],
  rememberedAccount: ['ignored', 'changeable', 'fixed'],
  failedExchange: ['spends', 'keeps'],
  wrongVerifierError: ['invalid_grant', 'invalid_request'],
  unaskedVerifier: ['refused', 'ignored'],
  expiredGrant: ['invalid_grant', 'expired_grant'],
  withdrawnGrant: ['invalid_grant', 'unauthorized_client'],
  refreshToken: ['rotates', 'reusable', 'kept'],
  renewedAccessToken: ['lives', 'ends'],
  secondConsent: ['keeps', 'ends'],
  secretChange: ['keeps', 'ends'],
  inactivity: ['lives', 'ends'],
  unknownFields: ['ignored', 'refused'],
  queryParameters: ['ignored', 'refused'],
  testTokenPrefix: ['TEST', 'APP_USR'],
  testTokenLiveMode: ['false', 'true'],
  testTokenRenewal: ['remembered', 'repeated'],
  renewalResponse: ['full', 'sparse'],
  tokenType: ['Bearer', 'bearer'],
  scopeWords: ['registered', 'reversed', 'extra', 'long'],
  errorShape: ['error', 'errorKey', 'error_description'],
  invalidClientStatus: ['400', '401'],
  rateLimitBody: ['json', 'text', 'too_many_requests'],
  retryAfter: ['absent', 'present'],
  orderErrorShape: ['errors', 'error'],
  orderRetry: ['repeats', 'refused'],
  orderUserId: ['string', 'number'],
  ownerFee: ['refused', 'ignored'],
  notificationTimestamp: ['seconds', 'milliseconds'],
  notificationRetrySignature: ['anew', 'first'],
  notificationUserId: ['number', 'string'],
  notificationApplicationId: ['absent', 'present'],
  notificationDataId: ['seller', 'application'],
  notificationLiveMode: ['true', 'false'],
  notificationRetries: ['15-minutes', '5-minutes', 'exponential'],
} as const

export type SwitchName = keyof typeof switchPositions
export type Position<Name extends SwitchName> = (typeof switchPositions)[Name][number]

export const switchNames = Object.keys(switchPositions) as SwitchName[]

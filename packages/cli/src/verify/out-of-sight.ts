import type { SwitchName } from './switch-positions.ts'

/** The switches that no walk can observe, with the reason for the report. */
export const outOfSight: Readonly<Partial<Record<SwitchName, string>>> = {
  consentingAccount:
    'Test users have no operators: the one who consents in a walk is the administrator of the account.',
  inactivity: 'It takes 120 days without a call.',
  orderErrorShape: 'A walk sells nothing.',
  orderRetry: 'A walk sells nothing.',
  orderUserId: 'A walk sells nothing.',
  ownerFee: 'A walk sells nothing.',
  rateLimitBody: 'A walk provokes no 429; it is seen when one comes by chance.',
  rememberedAccount: 'A walk uses private windows, which remember nobody.',
  retryAfter: 'A walk provokes no 429; it is seen when one comes by chance.',
}

import type { SwitchName } from './switch-positions.ts'

/** What no walk can see, with the reason; the report says it. */
export const outOfSight: Readonly<Partial<Record<SwitchName, string>>> = {
  consentingAccount:
    'Test users have no operators: whoever consents in a walk is the administrator of the account.',
  inactivity: 'It takes 120 days without a call.',
  rateLimitBody: 'A walk provokes no 429; it is seen when one comes by chance.',
  retryAfter: 'A walk provokes no 429; it is seen when one comes by chance.',
}

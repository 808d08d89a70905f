import type { Step } from './step.ts'
import { httpRedirect, longState, platform, queryRedirect } from './steps/authorization-request.ts'
import { secretChange } from './steps/changed-credentials.ts'
import { codeReuse } from './steps/code-reuse.ts'
import { denial } from './steps/denial.ts'
import { expiredCode } from './steps/expired-code.ts'
import { link } from './steps/link.ts'
import { missingChallenge } from './steps/missing-challenge.ts'
import { missingMethod } from './steps/missing-method.ts'
import { notification } from './steps/notification.ts'
import { notificationRetries } from './steps/notification-retries.ts'
import { oldAccessToken } from './steps/old-access-token.ts'
import { oldRefreshToken } from './steps/old-refresh-token.ts'
import { plainMethod } from './steps/plain-method.ts'
import { renewal } from './steps/renewal.ts'
import { secondConsent } from './steps/second-consent.ts'
import { spareCode } from './steps/spare-code.ts'
import { testToken } from './steps/test-token.ts'
import { tokenRequest } from './steps/token-request.ts'
import { unaskedVerifier } from './steps/unasked-verifier.ts'
import { withdrawal } from './steps/withdrawal.ts'
import { wrongClient } from './steps/wrong-client.ts'
import { wrongVerifier } from './steps/wrong-verifier.ts'

/**
 * The walk, in its order: first what expires meanwhile, then what ends nothing, then what may end a grant. From
 * `link` to `code-reuse` nothing comes between, because a second consent may end the first one's tokens.
 */
export const steps: readonly Step[] = [
  denial,
  spareCode,
  link,
  renewal,
  oldAccessToken,
  oldRefreshToken,
  codeReuse,
  wrongClient,
  tokenRequest,
  wrongVerifier,
  missingChallenge,
  missingMethod,
  plainMethod,
  platform,
  longState,
  httpRedirect,
  queryRedirect,
  testToken,
  secondConsent,
  unaskedVerifier,
  expiredCode,
  secretChange,
  withdrawal,
  notification,
  notificationRetries,
]

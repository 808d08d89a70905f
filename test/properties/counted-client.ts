import { setImmediate as turn } from 'node:timers/promises'
import {
  type AuthorizationCodeGrant,
  type Client,
  CodeExchangeError,
  createClient,
  type ErrorCode,
  type MercadoPagoOAuthError,
  mercadoPagoProvider,
  TokenResponseError,
  TokenSet,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import type { Canaries } from './canaries.ts'

/** How a code grant ends. */
export type GrantOutcome = 'tokens' | keyof typeof failures

const failures = {
  code_rejected: () => new CodeExchangeError('code_rejected', { upstreamStatus: 400 }),
  client_rejected: () => new CodeExchangeError('client_rejected', { upstreamStatus: 401 }),
  exchange_outcome_unknown: () => new CodeExchangeError('exchange_outcome_unknown'),
  token_response_invalid: () => new TokenResponseError({ upstreamStatus: 200 }),
  upstream_unavailable: () => new UpstreamUnavailableError('upstream_unavailable'),
  upstream_rate_limited: () =>
    new UpstreamUnavailableError('upstream_rate_limited', { retryAfterSeconds: 7 }),
} satisfies Partial<Record<ErrorCode, () => MercadoPagoOAuthError>>

export const grantOutcomes = ['tokens', ...Object.keys(failures)] as GrantOutcome[]

const clients = [false, true].map((requireIssuer) =>
  createClient({ ...application, provider: { ...mercadoPagoProvider(), requireIssuer } }),
)

/** Who is linked by {@link countedClient}. */
export const linkedSellerId = '987654321'

const accessToken = 'APP_USR-c4n4ry-of-the-access-token'
const refreshToken = 'TG-c4n4ry-of-the-refresh-token'

/** The secrets that are the same in every case. */
export const constantSecrets = [application.clientSecret, accessToken, refreshToken]

/** A client that sends no request: it remembers the grants and the secrets in them, and responds as it is told. */
export function countedClient(options: {
  outcome: GrantOutcome
  requireIssuer: boolean
  canaries: Canaries
}): { client: Client; grants: AuthorizationCodeGrant[] } {
  const { outcome, requireIssuer, canaries } = options
  const grants: AuthorizationCodeGrant[] = []
  const client = clients[Number(requireIssuer)] as Client
  const tokens = new TokenSet({
    accessToken,
    refreshToken,
    expiresAt: new Date('2027-05-20T12:00:00.000Z'),
    scope: ['offline_access'],
  })
  return {
    grants,
    client: {
      ...client,
      async authorizationCodeGrant(grant) {
        grants.push(grant)
        canaries.add(grant.codeVerifier)
        await turn()
        if (outcome !== 'tokens') throw failures[outcome]()
        return tokens.of(linkedSellerId)
      },
    },
  }
}

import type Router from '@koa/router'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { Ledger } from '../grants/ledger.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'
import { bearerToken } from './bearer-token.ts'
import { refuseWithError, respondWithErrors } from './endpoint-error.ts'
import { strikeFaults } from './fault-strike.ts'
import { invalidAccessToken, resourceErrorBody } from './resource-error.ts'

interface UsersMeParts {
  applications: Applications
  sellers: readonly Seller[]
  ledger: Ledger
  faults: FaultQueue
  switches: Switches
}

/** `GET /users/me`: the profile of the account that the access token belongs to. */
export function addUsersMeEndpoint(
  router: Router<NotedState>,
  { applications, sellers, ledger, faults, switches }: UsersMeParts,
): void {
  const strike = strikeFaults(faults, switches, 'profile', refuseWithError)

  router.get('/users/me', respondWithErrors(resourceErrorBody), strike, (ctx) => {
    const grant = ledger.findAccessToken(bearerToken(ctx) ?? '')
    if (!grant) throw invalidAccessToken()
    ctx.state.notes.clientId = grant.clientId
    ctx.state.notes.sellerId = grant.userId
    const owner = applications.find(grant.clientId)?.owner
    const user = [...sellers, owner].find((account) => account?.id === grant.userId)
    ctx.body = user && profile(user)
  })
}

// JSON drops a field that is undefined: what the account does not have is absent, not null.
function profile(seller: Seller): Record<string, unknown> {
  return {
    id: seller.id,
    nickname: seller.nickname,
    registration_date: seller.registeredAt?.toISOString(),
    first_name: seller.firstName,
    last_name: seller.lastName,
    country_id: seller.countryId,
    site_id: seller.siteId,
    email: seller.email,
    user_type: 'normal',
    tags: ['normal', 'test_user'],
    thumbnail: seller.pictureUrl && { picture_url: seller.pictureUrl },
  }
}

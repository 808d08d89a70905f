import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Preference } from '../checkout/preference.ts'
import type { Preferences } from '../checkout/preferences.ts'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { Ledger } from '../grants/ledger.ts'
import { originOf } from '../origin.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'
import {
  accessDenied,
  checkoutErrorBody,
  invalidBody,
  missingScope,
  preferenceNotFound,
} from './checkout-error.ts'
import { refuseWithError, respondWithErrors } from './endpoint-error.ts'
import { strikeFaults } from './fault-strike.ts'
import { readPreferenceRequest } from './preference-request.ts'
import { grantReader } from './seller-grant.ts'

interface PreferenceParts {
  preferences: Preferences
  ledger: Ledger
  faults: FaultQueue
  switches: Switches
}

/** `POST /checkout/preferences` and `GET /checkout/preferences/<id>`, with a seller's access token. */
export function addPreferences(
  router: Router<NotedState>,
  { preferences, ledger, faults, switches }: PreferenceParts,
): void {
  const errors = respondWithErrors(checkoutErrorBody)
  const strike = strikeFaults(faults, switches, 'checkout', refuseWithError)
  const readGrant = grantReader(ledger, { invalidToken: accessDenied, missingScope })
  const readJson = bodyParser({
    enableTypes: ['json'],
    jsonLimit: '64kb',
    onError() {
      throw invalidBody()
    },
  })

  router.post('/checkout/preferences', errors, readJson, strike, (ctx) => {
    const grant = readGrant(ctx, 'write')
    const preference = preferences.create(grant, readPreferenceRequest(ctx.request.body))
    ctx.status = 201
    ctx.body = preferenceBody(preference, originOf(ctx))
  })

  router.get('/checkout/preferences/:id', errors, strike, (ctx) => {
    const preference = preferences.findOwn(readGrant(ctx, 'read'), ctx.params.id ?? '')
    if (!preference) throw preferenceNotFound()
    ctx.body = preferenceBody(preference, originOf(ctx))
  })
}

function preferenceBody(preference: Preference, origin: string): Record<string, unknown> {
  const { id, clientId, sellerId, createdAt, items, marketplaceFee, request } = preference
  return {
    ...request,
    id,
    client_id: clientId,
    collector_id: sellerId,
    date_created: createdAt.toISOString(),
    init_point: `${origin}/checkout/${id}`,
    sandbox_init_point: `${origin}/checkout/${id}`,
    items,
    marketplace_fee: marketplaceFee,
  }
}

import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { Ledger } from '../grants/ledger.ts'
import type { Applications } from '../registry/application.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'
import { refuseWithError, respondWithErrors } from './endpoint-error.ts'
import { strikeFaults } from './fault-strike.ts'
import {
  invalidClient,
  tokenErrorBody,
  unknownParameter,
  unreadableBody,
  unsupportedGrantType,
} from './token-error.ts'
import { grantRules } from './token-grants.ts'
import { TokenRequest } from './token-request.ts'
import { tokenResponse } from './token-response.ts'

interface TokenParts {
  applications: Applications
  ledger: Ledger
  faults: FaultQueue
  switches: Switches
}

/** `POST /oauth/token`: Mercado Pago's token endpoint. */
export function addTokenEndpoint(
  router: Router<NotedState>,
  { applications, ledger, faults, switches }: TokenParts,
): void {
  const errors = respondWithErrors((error) => tokenErrorBody(error, switches))
  const readBody = bodyParser({
    enableTypes: ['json', 'form'],
    jsonLimit: '64kb',
    formLimit: '64kb',
    onError(error) {
      throw unreadableBody('status' in error ? Number(error.status) : 400)
    },
  })
  const strike = strikeFaults(faults, switches, 'token', refuseWithError)

  router.post('/oauth/token', errors, readBody, strike, (ctx) => {
    const request = new TokenRequest(ctx.request.body)
    if (switches.queryParameters === 'refused' && ctx.querystring !== '') throw unknownParameter()
    if (switches.unknownFields === 'refused' && request.hasUnknown()) throw unknownParameter()
    const { grantType, clientId, clientSecret } = request.basics()
    const rule = grantRules.get(grantType)
    if (rule) ctx.state.notes.grantType = grantType

    const application = applications.authenticate(clientId, clientSecret)
    if (applications.find(clientId)) ctx.state.notes.clientId = clientId
    if (!application) throw invalidClient()
    if (!rule) throw unsupportedGrantType()
    const tokens = rule({ request, application, ledger, switches })
    ctx.state.notes.sellerId = tokens.grant.userId
    ctx.body = tokenResponse(tokens, grantType, switches)
  })
}

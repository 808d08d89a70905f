import type { Context } from 'koa'
import type { Grant } from '../grants/grant.ts'
import type { Ledger } from '../grants/ledger.ts'
import { bearerToken } from './bearer-token.ts'

type NeededScope = 'read' | 'write'

/** What an endpoint says to a token that will not do. */
interface GrantRefusals {
  readonly invalidToken: () => Error
  readonly missingScope: (scope: NeededScope) => Error
}

/** Reads the grant of a request's access token, and notes whose it is. */
export type ReadGrant = (ctx: Context, scope: NeededScope) => Grant

export function grantReader(ledger: Ledger, refusals: GrantRefusals): ReadGrant {
  return function readGrant(ctx, scope) {
    const grant = ledger.findAccessToken(bearerToken(ctx) ?? '')
    if (!grant) throw refusals.invalidToken()
    ctx.state.notes.clientId = grant.clientId
    ctx.state.notes.sellerId = grant.userId
    if (!grant.scopes.includes(scope)) throw refusals.missingScope(scope)
    return grant
  }
}

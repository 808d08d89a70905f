import { isDeepStrictEqual } from 'node:util'
import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Order } from '../checkout/order.ts'
import type { Orders } from '../checkout/orders.ts'
import type { FaultQueue } from '../faults/fault-queue.ts'
import type { Grant } from '../grants/grant.ts'
import type { Ledger } from '../grants/ledger.ts'
import { originOf } from '../origin.ts'
import type { Applications } from '../registry/application.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import type { Switches } from '../switches/switches.ts'
import { refuseWithError, respondWithErrors } from './endpoint-error.ts'
import { strikeFaults } from './fault-strike.ts'
import { orderBody } from './order-body.ts'
import { orderError, orderErrorBody } from './order-error.ts'
import { readOrderRequest } from './order-request.ts'
import { grantReader } from './seller-grant.ts'

interface OrderParts {
  applications: Applications
  sellers: readonly Seller[]
  orders: Orders
  ledger: Ledger
  faults: FaultQueue
  switches: Switches
}

const anOrderId = /^ORD(TST)?[0-9A-Z]{26}$/
const longestKey = 128

/** `POST /v1/orders` and `GET /v1/orders/<id>`, with a seller's access token. */
export function addOrders(
  router: Router<NotedState>,
  { applications, sellers, orders, ledger, faults, switches }: OrderParts,
): void {
  const errors = respondWithErrors((error) => orderErrorBody(error, switches))
  const strike = strikeFaults(faults, switches, 'checkout', refuseWithError)
  const readGrant = grantReader(ledger, {
    invalidToken: () => orderError('401', 401),
    missingScope: () => orderError('forbidden', 403),
  })
  const readJson = bodyParser({
    enableTypes: ['json'],
    jsonLimit: '64kb',
    onError() {
      throw orderError('json_syntax_error')
    },
  })

  /** The account that the application belongs to can sell, too, but not as a marketplace. */
  function ownerOf(grant: Grant): Seller | undefined {
    const owner = applications.find(grant.clientId)?.owner
    return owner?.id === grant.userId ? owner : undefined
  }

  function create(grant: Grant, idempotencyKey: string, body: unknown): Order {
    const { request, marketplaceFee, ...rest } = readOrderRequest(body)
    const before = orders.findByKey(grant, idempotencyKey)
    if (before) {
      const isRepeated = isDeepStrictEqual(before.request, request)
      if (isRepeated && switches.orderRetry === 'repeats') return before
      throw orderError('idempotency_key_already_used', 409)
    }
    const hasFee = request.marketplace_fee !== undefined
    const isOwner = ownerOf(grant) !== undefined
    if (hasFee && isOwner && switches.ownerFee === 'refused') {
      throw orderError('marketplace_fee_not_allowed', 404)
    }
    const fee = isOwner ? 0 : marketplaceFee
    return orders.create(grant, { ...rest, request, marketplaceFee: fee, idempotencyKey })
  }

  function send(ctx: Context, grant: Grant, order: Order): void {
    const seller = sellers.find(({ id }) => id === order.sellerId) ?? ownerOf(grant)
    ctx.body = orderBody(order, { seller, origin: originOf(ctx), switches })
  }

  router.post('/v1/orders', errors, readJson, strike, (ctx) => {
    const grant = readGrant(ctx, 'write')
    const order = create(grant, readIdempotencyKey(ctx), ctx.request.body)
    send(ctx, grant, order)
    ctx.status = 201
  })

  router.get('/v1/orders/:id', errors, strike, (ctx) => {
    const grant = readGrant(ctx, 'read')
    const id = ctx.params.id ?? ''
    if (!anOrderId.test(id)) throw orderError('invalid_path_param')
    const order = orders.findOwn(grant, id)
    if (!order) throw orderError('order_not_found', 404)
    send(ctx, grant, order)
  })
}

function readIdempotencyKey(ctx: Context): string {
  const key = ctx.get('x-idempotency-key')
  if (key === '') throw orderError('empty_required_header')
  if (key.length > longestKey) throw orderError('invalid_idempotency_key_length')
  return key
}

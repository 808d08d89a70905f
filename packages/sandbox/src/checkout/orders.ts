import type { Grant } from '../grants/grant.ts'
import type { Order } from './order.ts'
import { Purchases } from './purchases.ts'
import { createUlid } from './ulid.ts'

/** What a new order is made of. */
export type NewOrder = Pick<Order, 'items' | 'marketplaceFee' | 'request' | 'idempotencyKey'>

// The reference of orders for QR codes says so; that of online orders gives no time.
const keyLifeMs = 24 * 60 * 60 * 1000

/** The orders that were created. */
export class Orders extends Purchases<Order> {
  create({ clientId, userId, isLive }: Grant, order: NewOrder): Order {
    const createdAt = this.clock.now()
    const id = `${isLive ? 'ORD' : 'ORDTST'}${createUlid(createdAt)}`
    return this.set({ id, clientId, sellerId: userId, createdAt, ...order })
  }

  /** The order that the application created in the name of that seller with this idempotency key, in the last 24 hours. */
  findByKey({ clientId, userId }: Grant, idempotencyKey: string): Order | undefined {
    const earliest = this.clock.now().getTime() - keyLifeMs
    return this.all().findLast(
      (order) =>
        order.idempotencyKey === idempotencyKey &&
        order.clientId === clientId &&
        order.sellerId === userId &&
        order.createdAt.getTime() > earliest,
    )
  }
}

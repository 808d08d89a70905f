import { randomUUID } from 'node:crypto'
import type { Switches } from '../switches/switches.ts'
import type { Message, Notification, OtherTopic } from './notification.ts'

/** Writes a notification as the switches are now. */
export function messageOf(notification: Notification, switches: Switches): Message {
  const { topic } = notification
  return topic === 'mp-connect'
    ? connectionMessage(notification, switches)
    : otherMessages[topic](notification)
}

/** "Application linking" in Mercado Pago's panel. */
function connectionMessage(notification: Notification, switches: Switches): Message {
  const { id, action, sellerId, application, createdAt } = notification
  const { notificationDataId, notificationApplicationId, notificationUserId } = switches
  const dataId = notificationDataId === 'seller' ? String(sellerId) : application.clientId
  return webhook('mp-connect', dataId, {
    action,
    api_version: 'v1',
    // A string, because ids of applications may be too long for a number.
    ...(notificationApplicationId === 'present' && { application_id: application.clientId }),
    data: { id: dataId },
    date_created: createdAt.toISOString(),
    id,
    live_mode: switches.notificationLiveMode === 'true',
    type: 'mp-connect',
    user_id: notificationUserId === 'number' ? sellerId : String(sellerId),
  })
}

/**
 * As in the samples of Mercado Pago's page on optional notifications, where each topic has an id in
 * another place.
 */
const otherMessages: Record<OtherTopic, (notification: Notification) => Message> = {
  fraud_alert({ id, sellerId, createdAt }) {
    const data = { description: 'desc', merchant_order: id, payment_id: id, site_id: 'MLA' }
    return webhook('stop_delivery_op_wh', String(id), {
      action: 'created',
      api_version: 'v1',
      data,
      date_created: createdAt.toISOString(),
      id: String(id),
      live_mode: true,
      type: 'stop_delivery_op_wh',
      user_id: sellerId,
      version: 1,
    })
  },
  chargeback({ id, sellerId, createdAt }) {
    return webhook('topic_chargebacks_wh', String(id), {
      action: 'order.charged_back',
      api_version: 'v1',
      data: { id: `ORD01${id}` },
      date_created: createdAt.toISOString(),
      id,
      live_mode: true,
      type: 'order',
      user_id: sellerId,
    })
  },
  claim({ id, sellerId, createdAt }) {
    return webhook('topic_claims_integration_wh', String(id), {
      action: 'created',
      api_version: 'v1',
      data: { id, resource: '/post-purchase/v1/claims' },
      date_created: createdAt.toISOString(),
      id: randomUUID(),
      live_mode: true,
      type: 'topic_claims_integration_wh',
      user_id: sellerId,
    })
  },
  merchant_order({ id }) {
    return older('merchant_order', id, `https://api.mercadolibre.com/merchant_orders/${id}`)
  },
  payment({ id }) {
    return older('payment', id, String(id))
  },
}

function webhook(type: string, dataId: string, body: Record<string, unknown>): Message {
  return { query: { 'data.id': dataId, type }, body: JSON.stringify(body) }
}

/** The form that these topics had first. There is no `data.id`, so the signature covers no id. */
function older(topic: string, id: number, resource: string): Message {
  return { query: { id: String(id), topic }, body: JSON.stringify({ resource, topic }) }
}

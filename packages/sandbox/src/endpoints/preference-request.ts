import { type Item, type Preference, totalOf } from '../checkout/preference.ts'
import { isHttpUrl } from '../option.ts'
import {
  invalidBackUrls,
  invalidBody,
  invalidItems,
  invalidMarketplaceFee,
} from './checkout-error.ts'

type PreferenceRequest = Pick<Preference, 'items' | 'marketplaceFee' | 'request'>

/**
 * Reads the body that creates a preference.
 *
 * @throws EndpointError
 */
export function readPreferenceRequest(body: unknown): PreferenceRequest {
  if (!isRecord(body)) throw invalidBody()
  const items = readItems(body.items)
  const marketplaceFee = readFee(body.marketplace_fee, totalOf(items))
  assertBackUrls(body)
  return { items, marketplaceFee, request: body }
}

function readItems(items: unknown): Item[] {
  if (!Array.isArray(items) || items.length === 0) throw invalidItems('items needed')
  return items.map((item: unknown) => {
    if (!isRecord(item)) throw invalidItems('items invalid')
    const { title, quantity, unit_price } = item
    if (typeof title !== 'string' || title === '') throw invalidItems('title invalid')
    if (!isPositive(quantity) || !Number.isInteger(quantity)) throw invalidItems('quantity invalid')
    if (!isPositive(unit_price)) throw invalidItems('unit_price invalid')
    return { ...item, title, quantity, unit_price }
  })
}

function readFee(fee: unknown = 0, total: number): number {
  if (typeof fee !== 'number' || !Number.isFinite(fee) || fee < 0) {
    throw invalidMarketplaceFee('marketplace_fee invalid')
  }
  if (fee > total) {
    throw invalidMarketplaceFee('marketplace_fee must not be greater than total amount')
  }
  return fee
}

function assertBackUrls({ back_urls = {}, auto_return }: Record<string, unknown>): void {
  if (!isRecord(back_urls)) throw invalidBackUrls('back_urls invalid. Wrong format')
  const urls = Object.values(back_urls)
  const areUrls = urls.every((url) => typeof url === 'string' && (url === '' || isHttpUrl(url)))
  if (!areUrls) throw invalidBackUrls('back_urls invalid. Wrong format')
  if (auto_return && !back_urls.success) {
    throw invalidBackUrls('auto_return invalid. back_urls.success must be defined')
  }
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

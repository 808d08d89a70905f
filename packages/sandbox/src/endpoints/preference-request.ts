import * as v from 'valibot'
import type { NewPreference } from '../checkout/preferences.ts'
import { totalOf } from '../checkout/purchase.ts'
import { httpUrl, openObject, record } from '../reading.ts'
import {
  invalidBackUrls,
  invalidBody,
  invalidItems,
  invalidMarketplaceFee,
} from './checkout-error.ts'
import type { EndpointError } from './endpoint-error.ts'

const wrongFormat = 'back_urls invalid. Wrong format'

const item = openObject(
  {
    title: v.pipe(v.string('title invalid'), v.nonEmpty('title invalid')),
    quantity: v.pipe(positive('quantity invalid'), v.integer('quantity invalid')),
    unit_price: positive('unit_price invalid'),
  },
  'items invalid',
)

const preference = openObject({
  items: v.pipe(v.array(item, 'items needed'), v.nonEmpty('items needed')),
  marketplace_fee: v.optional(
    v.pipe(v.number('marketplace_fee invalid'), v.minValue(0, 'marketplace_fee invalid')),
    0,
  ),
  back_urls: v.optional(v.pipe(record(wrongFormat), v.check(areUrls, wrongFormat)), {}),
})

const refusals = new Map<unknown, (message: string) => EndpointError>([
  ['items', invalidItems],
  ['marketplace_fee', invalidMarketplaceFee],
  ['back_urls', invalidBackUrls],
])

/**
 * Reads the body that creates a preference.
 *
 * @throws EndpointError
 */
export function readPreferenceRequest(body: unknown): NewPreference {
  const result = v.safeParse(preference, body, { abortEarly: true })
  if (!result.success) {
    const [{ path, message }] = result.issues
    throw refusals.get(path?.[0]?.key)?.(message) ?? invalidBody()
  }
  const { items, marketplace_fee: marketplaceFee, back_urls, auto_return } = result.output
  if (marketplaceFee > totalOf(items)) {
    throw invalidMarketplaceFee('marketplace_fee must not be greater than total amount')
  }
  if (auto_return && !back_urls.success) {
    throw invalidBackUrls('auto_return invalid. back_urls.success must be defined')
  }
  return { items, marketplaceFee, request: Object(body) }
}

function areUrls(urls: Record<string, unknown>): boolean {
  return Object.values(urls).every((url) => url === '' || v.is(httpUrl, url))
}

function positive(message: string): v.GenericSchema<unknown, number> {
  return v.pipe(v.number(message), v.finite(message), v.gtValue(0, message))
}

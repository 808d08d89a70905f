import * as v from 'valibot'
import type { NewOrder } from '../checkout/orders.ts'
import { totalOf } from '../checkout/purchase.ts'
import { httpUrl, record } from '../reading.ts'
import { OrderError, type OrderFault, orderError } from './order-error.ts'

type OrderRequest = Pick<NewOrder, 'items' | 'marketplaceFee' | 'request'>

const anything = v.optional(v.unknown())
const text = v.optional(v.string('a string'))

/** An amount as the API writes it: `24.50`, or `24`. */
const amount = v.pipe(
  v.string('a string'),
  v.regex(/^\d{1,15}(\.\d{2})?$/, 'digits, with two decimals or none'),
  v.maxLength(18, 'at most 18 characters'),
  v.transform(Number),
)
const price = v.pipe(amount, v.gtValue(0, 'more than 0'))

const item = v.strictObject({
  title: v.pipe(
    v.string('a string'),
    v.nonEmpty('not empty'),
    v.maxLength(150, 'at most 150 characters'),
  ),
  unit_price: price,
  quantity: v.pipe(v.number('a number'), v.integer('an integer'), v.minValue(1, 'at least 1')),
  external_code: text,
  category_id: text,
  type: text,
  description: text,
  picture_url: text,
  warranty: v.optional(v.boolean('a boolean')),
  event_date: text,
})

/** The rest of `config` is given back as it is. */
const config = v.looseObject({
  online: v.optional(
    v.looseObject({
      success_url: v.optional(httpUrl),
      failure_url: v.optional(httpUrl),
      pending_url: v.optional(httpUrl),
    }),
  ),
})

/** What the official SDK knows to send. Any other name is refused. */
const order = v.strictObject({
  type: v.string('a string'),
  processing_mode: v.pipe(v.string('a string'), v.value('manual', '"manual", for Checkout Pro')),
  total_amount: price,
  items: v.pipe(v.array(item, 'a list'), v.minLength(1, 'a list of one or more')),
  marketplace_fee: v.optional(amount, '0'),
  external_reference: v.optional(
    v.pipe(
      v.string('a string'),
      v.regex(/^[\w-]{1,64}$/, '1 to 64 letters, digits, hyphens and underscores'),
    ),
  ),
  payer: v.optional(v.looseObject({ email: v.string('a string') })),
  config: v.optional(config),
  // Transactions are added by the checkout: in manual mode there must be none.
  transactions: v.optional(v.null('left out, or null')),
  currency: text,
  description: text,
  capture_mode: text,
  marketplace: text,
  expiration_time: text,
  checkout_available_at: text,
  additional_info: anything,
  shipment: anything,
  integration_data: v.optional(record()),
})

/**
 * Reads the body that creates an order of Checkout Pro.
 *
 * @throws OrderError with everything that is wrong.
 */
export function readOrderRequest(body: unknown): OrderRequest {
  if (!v.is(record(), body)) throw orderError('json_syntax_error')
  const result = v.safeParse(order, body)
  if (!result.success) {
    const [first, ...others] = result.issues
    throw new OrderError([faultOf(first), ...others.map(faultOf)])
  }
  const { type, total_amount: total, marketplace_fee: marketplaceFee, items } = result.output
  if (type !== 'online') throw orderError('invalid_order_type')
  if (total !== totalOf(items)) throw orderError('invalid_total_amount')
  if (marketplaceFee > total) {
    throw new OrderError([faultAt('property_value', 'marketplace_fee', 'at most total_amount')])
  }
  const lines = items.map(({ title, quantity, unit_price }) => ({ title, quantity, unit_price }))
  return { items: lines, marketplaceFee, request: Object(body) }
}

function faultOf(issue: v.BaseIssue<unknown>): OrderFault {
  return faultAt(codeOf(issue), v.getDotPath(issue) ?? '', expectationOf(issue))
}

function faultAt(code: string, path: string, expectation: string): OrderFault {
  return { code, detail: `'$.${path}' - must be ${expectation}` }
}

function codeOf({ kind, type, input, path, expected, received }: v.BaseIssue<unknown>): string {
  if (path?.[0]?.key === 'transactions' && isEmptyList(input)) {
    return 'order_builder_without_transactions'
  }
  if (type === 'strict_object' && expected === 'never') return 'unsupported_properties'
  if (received === 'undefined') return 'required_properties'
  if (type === 'min_length') return 'minimum_items'
  return kind === 'schema' ? 'property_type' : 'property_value'
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

/** Unlike the message of valibot, without what was sent. */
function expectationOf({ type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (type === 'strict_object' && expected === 'never') return 'left out'
  if (received === 'undefined') return 'there'
  return type.endsWith('object') ? 'an object' : message
}

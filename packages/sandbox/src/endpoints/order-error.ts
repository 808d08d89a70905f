import type { Switches } from '../switches/switches.ts'
import { checkoutErrorBody } from './checkout-error.ts'
import { EndpointError } from './endpoint-error.ts'

/** One thing that is wrong with an order. The codes are those of the reference of orders. */
export interface OrderFault {
  readonly code: string
  /** Which field, and what is wrong with it. */
  readonly detail?: string
}

// The reference gives codes and explains them; it has no texts. These are ours.
const messages = new Map([
  ['empty_required_header', "the header 'X-Idempotency-Key' is required"],
  ['invalid_idempotency_key_length', "'X-Idempotency-Key' must have 1 to 128 characters"],
  ['json_syntax_error', 'the body is not a JSON object'],
  ['required_properties', 'a required property is missing'],
  ['unsupported_properties', 'a property is not supported'],
  ['property_type', 'a property has the wrong type'],
  ['property_value', 'a property has a wrong value'],
  ['minimum_items', 'a list has too few items'],
  ['invalid_order_type', 'the type of the order must be online'],
  ['order_builder_without_transactions', 'transactions must not be an empty list'],
  ['invalid_total_amount', 'total_amount is not the sum of the items'],
  ['invalid_path_param', 'the id is not that of an order'],
  ['order_not_found', 'order not found'],
  ['401', 'the access token is not valid'],
  ['forbidden', 'the access token has not the scope that this needs'],
  ['marketplace_fee_not_allowed', 'marketplace_fee needs the access token of a seller'],
  ['idempotency_key_already_used', 'the idempotency key was already used'],
])

/** A refusal of `/v1/orders`, with everything that is wrong with the request. */
export class OrderError extends EndpointError {
  readonly faults: readonly OrderFault[]

  constructor(faults: readonly [OrderFault, ...OrderFault[]], status = 400) {
    const [{ code }] = faults
    super(code, messageOf(code), status)
    this.faults = faults
  }
}

export function orderError(code: string, status = 400): OrderError {
  return new OrderError([{ code }], status)
}

/** The shape of a refusal: a list of errors as it was observed, or the `Error` of the OpenAPI document. */
export function orderErrorBody(
  error: EndpointError,
  { orderErrorShape }: Switches,
): { status?: number; errors?: object[] } {
  if (orderErrorShape === 'error') return checkoutErrorBody(error)
  return { errors: errorsOf(error) }
}

function errorsOf(error: EndpointError): object[] {
  if (!(error instanceof OrderError)) return [{ code: error.error, message: error.message }]
  const codes = [...new Set(error.faults.map(({ code }) => code))]
  return codes.map((code) => {
    const details = error.faults.flatMap((fault) =>
      fault.code === code && fault.detail !== undefined ? [fault.detail] : [],
    )
    return { code, message: messageOf(code), ...(details.length > 0 && { details }) }
  })
}

function messageOf(code: string): string {
  return messages.get(code) ?? code
}

import { decimalsOf } from './currency.ts'

/** What a shop owner asks a link to pay for. Amounts in the seller's currency, in whole units. */
export interface Order {
  readonly item: string
  readonly price: number
  /** What the marketplace keeps of the price. */
  readonly fee: number
}

export type OrderField = keyof Order

/** A filled-in form: as it was typed, what is wrong with it, and the order if nothing is. */
export interface OrderForm {
  readonly typed: Readonly<Record<OrderField, string>>
  readonly wrong: ReadonlySet<OrderField>
  readonly order: Order | undefined
}

const longestItem = 120

export const emptyOrderForm: OrderForm = {
  typed: { item: '', price: '', fee: '0' },
  wrong: new Set(),
  order: undefined,
}

export function readOrder(form: URLSearchParams, currency: string | undefined): OrderForm {
  const typed = {
    item: (form.get('item') ?? '').trim(),
    price: (form.get('price') ?? '').trim(),
    fee: (form.get('fee') ?? '').trim(),
  }
  const decimals = decimalsOf(currency)
  const price = amountOf(typed.price, decimals)
  const fee = amountOf(typed.fee, decimals)
  const wrong = new Set<OrderField>()
  if (!/\S/.test(typed.item) || [...typed.item].length > longestItem) wrong.add('item')
  if (price === undefined || price === 0) wrong.add('price')
  if (fee === undefined || (price !== undefined && fee >= price)) wrong.add('fee')
  if (price === undefined || fee === undefined || wrong.size > 0) {
    return { typed, wrong, order: undefined }
  }
  return { typed, wrong, order: { item: typed.item, price, fee } }
}

/** Browsers send a point, whatever was typed; a comma comes from those without number fields. */
function amountOf(text: string, decimals: number): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,9}))?$/.exec(text) ?? []
  if (whole === undefined || fraction.length > decimals) return undefined
  return Number(`${whole}.${fraction}`)
}

import { decimalsOf } from './currency.ts'

/** What a shop owner asks a link to pay for. Amounts in the seller's currency, in whole units. */
export interface Sale {
  readonly item: string
  readonly price: number
  /** What the marketplace keeps of the price. */
  readonly fee: number
}

export type SaleField = keyof Sale

/** A filled-in form: as it was typed, what is wrong with it, and the sale if nothing is. */
export interface SaleForm {
  readonly typed: Readonly<Record<SaleField, string>>
  readonly wrong: ReadonlySet<SaleField>
  readonly sale: Sale | undefined
}

const longestItem = 120

export const emptySaleForm: SaleForm = {
  typed: { item: '', price: '', fee: '0' },
  wrong: new Set(),
  sale: undefined,
}

export function readSale(form: URLSearchParams, currency: string | undefined): SaleForm {
  const typed = {
    item: (form.get('item') ?? '').trim(),
    price: (form.get('price') ?? '').trim(),
    fee: (form.get('fee') ?? '').trim(),
  }
  const decimals = decimalsOf(currency)
  const price = amountOf(typed.price, decimals)
  const fee = amountOf(typed.fee, decimals)
  const wrong = new Set<SaleField>()
  if (!/\S/.test(typed.item) || [...typed.item].length > longestItem) wrong.add('item')
  if (price === undefined || price === 0) wrong.add('price')
  if (fee === undefined || (price !== undefined && fee >= price)) wrong.add('fee')
  if (price === undefined || fee === undefined || wrong.size > 0) {
    return { typed, wrong, sale: undefined }
  }
  return { typed, wrong, sale: { item: typed.item, price, fee } }
}

/** Browsers send a point, whatever was typed; a comma comes from those without number fields. */
function amountOf(text: string, decimals: number): number | undefined {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,9}))?$/.exec(text) ?? []
  if (whole === undefined || fraction.length > decimals) return undefined
  return Number(`${whole}.${fraction}`)
}

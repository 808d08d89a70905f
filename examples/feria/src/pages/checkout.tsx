import type { VNode } from 'preact'
import { currencyOf, decimalsOf } from '../checkout/currency.ts'
import type { SaleField, SaleForm } from '../checkout/sale.ts'
import type { Seller } from '../sellers/seller.ts'
import { Layout } from './layout.tsx'
import { nameOf } from './seller-words.ts'
import type { View } from './view.ts'

interface CheckoutProps {
  view: View
  seller: Seller
  form: SaleForm
  /** Makes a form that is sent twice one checkout. */
  formKey: string
}

/** What is sold, for how much, and what of it is the marketplace's. */
export function CheckoutPage({ view, seller, form, formKey }: CheckoutProps): VNode {
  const { checkout } = view.words
  const path = `/sellers/${seller.sellerId}`
  const currency = currencyOf(seller.countryId)
  const step = String(10 ** -decimalsOf(currency))
  const inCurrency = currency === undefined ? '' : ` (${currency})`
  return (
    <Layout view={view} title={`${checkout.title}, Feria`}>
      <article class="status">
        <h1>{checkout.title}</h1>
        <p>{checkout.text(nameOf(seller, view.words))}</p>
        <form
          method="post"
          action={`${path}/checkout`}
          data-testid="checkout-form"
          data-busy={view.words.layout.busy.checkout}
          noValidate
        >
          <input type="hidden" name="key" value={formKey} />
          <Field name="item" label={checkout.item} rule={checkout.itemRule} form={form}>
            {(props) => <input type="text" maxLength={120} required {...props} />}
          </Field>
          <div class="grid">
            <Field
              name="price"
              label={`${checkout.price}${inCurrency}`}
              rule={checkout.priceRule}
              form={form}
            >
              {(props) => (
                <input
                  type="number"
                  min={step}
                  step={step}
                  inputMode="decimal"
                  required
                  {...props}
                />
              )}
            </Field>
            <Field
              name="fee"
              label={`${checkout.fee}${inCurrency}`}
              rule={checkout.feeRule}
              hint={checkout.feeText}
              form={form}
            >
              {(props) => (
                <input type="number" min="0" step={step} inputMode="decimal" required {...props} />
              )}
            </Field>
          </div>
          <div class="ways">
            <button type="submit" data-testid="create-checkout">
              {checkout.create}
            </button>
            <a href={path}>{checkout.back}</a>
          </div>
        </form>
      </article>
    </Layout>
  )
}

interface FieldProps {
  name: SaleField
  label: string
  /** Shown when what was typed breaks it. */
  rule: string
  hint?: string
  form: SaleForm
  children: (props: object) => VNode
}

function Field({ name, label, rule, hint, form, children }: FieldProps): VNode {
  const isWrong = form.wrong.has(name)
  const note = isWrong ? rule : hint
  const input = children({
    id: name,
    name,
    value: form.typed[name],
    'data-testid': name,
    ...(isWrong && { 'aria-invalid': 'true' }),
    ...(note !== undefined && { 'aria-describedby': `${name}-note` }),
  })
  return (
    <div>
      <label for={name}>{label}</label>
      {input}
      {note !== undefined && (
        <small id={`${name}-note`} {...(isWrong && { 'data-testid': `${name}-rule` })}>
          {note}
        </small>
      )}
    </div>
  )
}

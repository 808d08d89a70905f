import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Preference } from '../checkout/preference.ts'
import type { Preferences } from '../checkout/preferences.ts'
import { CheckoutPage } from '../pages/checkout.tsx'
import { withQuery } from '../query.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import { Form } from './form.ts'
import { languageOf, redirect, sendPage } from './page-response.tsx'
import { refuseCrossSite } from './same-site.ts'

/** `GET /checkout/<preference>`: where a buyer pays with made-up money, and the form on it. */
export function addCheckout(
  router: Router<NotedState>,
  preferences: Preferences,
  sellers: readonly Seller[],
): void {
  const path = '/checkout/:id'

  router.get(path, (ctx) => {
    const preference = preferences.find(ctx.params.id ?? '')
    if (!preference) return
    const seller = sellers.find(({ id }) => id === preference.sellerId)
    sendPage(
      ctx,
      <CheckoutPage language={languageOf(ctx)} preference={preference} seller={seller} />,
    )
    // Under no-referrer, browsers hide the origin of the form from refuseCrossSite().
    ctx.set('referrer-policy', 'same-origin')
  })

  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  router.post(path, refuseCrossSite, readForm, (ctx) => {
    const preference = preferences.find(ctx.params.id ?? '')
    if (!preference) return
    const form = new Form(ctx.request.body)
    const isPaid = form.text('decision') === 'pay'
    if (isPaid) preferences.pay(preference)
    const lang = languageOf(ctx, form.text('lang'))
    const here = withQuery(`/checkout/${preference.id}`, { lang })
    redirect(ctx, wayBack(preference, isPaid) ?? here)
    ctx.status = 303
  })
}

/** Where the shop wants its buyer back, with what Mercado Pago adds to the address. */
function wayBack({ id, request }: Preference, isPaid: boolean): string | undefined {
  const urls = new Map<string, unknown>(Object.entries(Object(request.back_urls)))
  const url = urls.get(isPaid ? 'success' : 'failure')
  if (typeof url !== 'string' || url === '') return undefined
  const { external_reference } = request
  return withQuery(url, {
    status: isPaid ? 'approved' : 'null',
    preference_id: id,
    external_reference: typeof external_reference === 'string' ? external_reference : undefined,
  })
}

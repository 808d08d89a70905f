import { bodyParser } from '@koa/bodyparser'
import type Router from '@koa/router'
import type { Order } from '../checkout/order.ts'
import type { Orders } from '../checkout/orders.ts'
import type { Preference } from '../checkout/preference.ts'
import type { Preferences } from '../checkout/preferences.ts'
import type { Purchase } from '../checkout/purchase.ts'
import { CheckoutPage } from '../pages/checkout.tsx'
import { parsedUrl } from '../parsed-url.ts'
import { withQuery } from '../query.ts'
import type { Applications } from '../registry/application.ts'
import { originsOf } from '../registry/application-origins.ts'
import type { Seller } from '../registry/seller.ts'
import type { NotedState } from '../request-log.ts'
import { Form } from './form.ts'
import { languageOf, redirect, sendPage } from './page-response.tsx'
import { refuseCrossSite } from './same-site.ts'

interface CheckoutParts {
  preferences: Preferences
  orders: Orders
  applications: Applications
  sellers: readonly Seller[]
}

/** `GET /checkout/<preference or order>`: where a buyer pays with made-up money, and the form on it. */
export function addCheckout(
  router: Router<NotedState>,
  { preferences, orders, applications, sellers }: CheckoutParts,
): void {
  const path = '/checkout/:id'

  function find(id = ''): Purchase | undefined {
    return preferences.find(id) ?? orders.find(id)
  }

  function pay(id: string): void {
    const preference = preferences.find(id)
    if (preference) preferences.pay(preference)
    const order = orders.find(id)
    if (order) orders.pay(order)
  }

  /** Where the shop wants its buyer back. */
  function wayBack(id: string, isPaid: boolean): string | undefined {
    const preference = preferences.find(id)
    if (preference) return wayBackOfPreference(preference, isPaid)
    const order = orders.find(id)
    return order && wayBackOfOrder(order, isPaid)
  }

  /** After the payment: where the shop wants its buyer back, or else the start of the shop. */
  function nextOf({ id, clientId }: Purchase): string | undefined {
    const named = parsedUrl(wayBack(id, true) ?? '')
    if (named && /^https?:$/.test(named.protocol)) return named.href
    const application = applications.find(clientId)
    const [origin] = originsOf(application ? [application] : [])
    return origin && `${origin}/`
  }

  // The address that was observed as `checkout_url`.
  router.get('/checkout/v1/redirect', (ctx) => {
    const order = orders.find(String(ctx.query.order_id))
    if (order) redirect(ctx, `/checkout/${order.id}`)
  })

  router.get(path, (ctx) => {
    const purchase = find(ctx.params.id)
    if (!purchase) return
    const seller = sellers.find(({ id }) => id === purchase.sellerId)
    const props = { language: languageOf(ctx), purchase, seller, next: nextOf(purchase) }
    sendPage(ctx, <CheckoutPage {...props} />)
    // Under no-referrer, browsers hide the origin of the form from refuseCrossSite().
    ctx.set('referrer-policy', 'same-origin')
  })

  const readForm = bodyParser({ enableTypes: ['form'], formLimit: '64kb' })

  router.post(path, refuseCrossSite, readForm, (ctx) => {
    const purchase = find(ctx.params.id)
    if (!purchase) return
    const form = new Form(ctx.request.body)
    const lang = languageOf(ctx, form.text('lang'))
    const here = withQuery(`/checkout/${purchase.id}`, { lang })
    const isPaid = form.text('decision') === 'pay'
    if (isPaid) pay(purchase.id)
    redirect(ctx, wayBack(purchase.id, isPaid) ?? here)
    ctx.status = 303
  })
}

/** With what Mercado Pago adds to the address. */
function wayBackOfPreference({ id, request }: Preference, isPaid: boolean): string | undefined {
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

/** What Mercado Pago adds to the address is not documented: nothing is added. */
function wayBackOfOrder({ request }: Order, isPaid: boolean): string | undefined {
  const { online } = Object(request.config)
  const { success_url, failure_url } = Object(online)
  return isPaid ? success_url : failure_url
}

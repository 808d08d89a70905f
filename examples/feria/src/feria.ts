import { createClient, type SellerTokens } from 'mercadopago-oauth'
import { Checkouts, checkoutApis } from './checkout/checkouts.ts'
import { pointSdkAt } from './checkout/sdk-host.ts'
import { readFailure } from './failure/failure.ts'
import { LivePages } from './live/live-pages.ts'
import type { MercadoPago } from './mercado-pago/mercado-pago.ts'
import { openMercadoPago } from './mercado-pago/open-mercado-pago.ts'
import { leaveNotice } from './notices/notice.ts'
import { RenewalFailures } from './operator/renewal-failures.ts'
import { assetRoutes } from './routes/assets.ts'
import { checkoutRoutes } from './routes/checkout.tsx'
import { entranceRoutes } from './routes/entrance.tsx'
import { failureReply } from './routes/failure-reply.tsx'
import { languageRoute } from './routes/language.ts'
import { operatorRoutes } from './routes/operator.tsx'
import type { Parts } from './routes/parts.ts'
import type { Reply, Route, Visit } from './routes/route.ts'
import { saleRoutes } from './routes/sale.tsx'
import { sellerRoutes } from './routes/seller.tsx'
import { OpenSales } from './sales/open-sales.ts'
import { Profiles } from './sellers/profiles.ts'
import { openSellerStore } from './sellers/seller-store.ts'
import { openSellers } from './sellers/sellers.ts'
import { Sweeps } from './sellers/sweeps.ts'
import { Timeline } from './sellers/timeline.ts'
import { type Listener, listenOnLoopback } from './server/loopback.ts'
import { onOneHost } from './server/one-host.ts'
import { takePort } from './server/port.ts'
import { endOnSignal } from './server/shutdown.ts'
import { openEncryptionKeys } from './settings/encryption-keys.ts'
import { readSettings } from './settings/settings.ts'
import { OperatorGate } from './sign-in/operator-gate.ts'
import { createOwnForms } from './sign-in/own-forms.ts'
import { Sessions } from './sign-in/sessions.ts'
import type { ShopOwner } from './sign-in/shop-owner.ts'

/** The marketplace that the sample apps build: everything but the linking itself. */
export interface Feria {
  /** Known to the real Mercado Pago, or to the sandbox in its place. */
  readonly application: MercadoPago['application']
  /** The linked sellers, in the store that the environment names. */
  readonly sellers: SellerTokens
  /** Who is signed in, by the cookie that came along. */
  user(visit: Pick<Visit, 'req' | 'res'>): ShopOwner | undefined
  /** The pages and their forms. */
  readonly routes: readonly Route[]
  /** The page of a seller who was just linked, and a notice on it. */
  linked(visit: Pick<Visit, 'req' | 'res'>, sellerId: string): string
  /** A page for whatever a route or the linking throws. */
  failure(error: unknown, visit: Pick<Visit, 'req' | 'res'>): Promise<Reply>
  /** Gives the requests to the app, prints its address, and renews the sellers that are due. Ctrl-C ends it. */
  serve(listener: Listener): void
}

/** Reads the environment, takes the ports, opens the store. What is wrong there ends the process with one sentence. */
export async function openFeria(env: NodeJS.ProcessEnv = process.env): Promise<Feria> {
  try {
    return await open(env)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

async function open(env: NodeJS.ProcessEnv): Promise<Feria> {
  const settings = readSettings(env)
  const loopback = await takePort('PORT', settings.port, listenOnLoopback)
  const url = `http://localhost:${loopback.port}`
  const mercadoPago = await openMercadoPago(settings, `${url}/mercadopago/callback`)
  const { application, sandboxUrl, signOutUrl, settleMs } = mercadoPago
  if (sandboxUrl !== undefined) await pointSdkAt(sandboxUrl)
  const { store, close } = await openSellerStore(settings.storage)
  const encryptionKeys = await openEncryptionKeys(settings)
  const sellers = await openSellers({ application, store, encryptionKeys, settleMs })
  // Absolute, on the host that the seller comes back to: the attempt's cookie must be there.
  const connectUrl = new URL('/mercadopago/connect', application.redirectUri)
  const timeline = new Timeline(sellers, application.clock)
  const parts: Parts = {
    site: { connectUrl: connectUrl.href, sandboxUrl, signOutUrl, clock: application.clock },
    sellers,
    profiles: new Profiles(createClient(application), sellers, application.clock),
    timeline,
    sweeps: new Sweeps(sellers, application.clock),
    renewalFailures: new RenewalFailures(sellers, application.clock),
    checkouts: new Checkouts(sellers, checkoutApis[settings.checkoutBy], connectUrl.origin),
    openSales: new OpenSales(),
    livePages: new LivePages({ changes: timeline.changes, everyMs: settings.lookEveryMs }),
    sessions: new Sessions(encryptionKeys.keys, connectUrl.origin),
    operatorGate: new OperatorGate({
      password: settings.operatorPassword,
      isSandbox: sandboxUrl !== undefined,
      encryptionKeys: encryptionKeys.keys,
      origin: connectUrl.origin,
    }),
    assertOwnForm: createOwnForms([
      connectUrl.origin,
      ...['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${loopback.port}`),
    ]),
  }

  async function end(): Promise<void> {
    parts.livePages.close()
    await loopback.close()
    // A renewal under way still needs Mercado Pago and the store.
    await Promise.all([parts.sweeps.end(), sellers.close()])
    await close()
    await mercadoPago.close()
  }
  return {
    application,
    sellers,
    user: ({ req, res }) => parts.sessions.read(req, res),
    routes: [
      ...entranceRoutes(parts),
      ...sellerRoutes(parts),
      ...checkoutRoutes(parts),
      ...saleRoutes(parts),
      ...operatorRoutes(parts),
      languageRoute,
      ...assetRoutes,
    ],
    linked({ req, res }, sellerId) {
      leaveNotice(req, res, 'linked', { sellerId })
      return `/sellers/${sellerId}`
    },
    failure: (error, visit) => failureReply(parts, error, visit),
    serve(listener) {
      loopback.serve(onOneHost(connectUrl.origin, listener))
      const where = sandboxUrl ? `sandbox ${sandboxUrl}` : 'the real Mercado Pago'
      console.log(`Feria is ready: ${url} (${where})`)
      parts.sweeps.start(mercadoPago.sweepEveryMs)
      endOnSignal(end, readFailure)
    },
  }
}

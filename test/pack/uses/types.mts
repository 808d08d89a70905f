import { createClient as openFile } from '@libsql/client'
import Koa from 'koa'
import { mercadoPago } from 'koa-mercadopago'
import {
  type ClientOptions,
  createClient,
  MercadoPagoOAuthError,
  type SellerStatus,
  SellerTokens,
  type TokenStore,
} from 'mercadopago-oauth'
import {
  type ContractRunner,
  type StoreUnderTest,
  testTokenStore,
} from 'mercadopago-oauth/store-contract'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { mercadoPago as webMercadoPago } from 'mercadopago-oauth-web'
import { MercadoPagoStrategy } from 'passport-mercadopago'
import pg from 'pg'
import { createClient as openRedis } from 'redis'

// Compiled as an ES module, as CommonJS and for a bundler: what people write who use the packages.

const application: ClientOptions = {
  clientId: '1234567890123456',
  clientSecret: 'the-secret-of-the-application-01',
  redirectUri: 'https://shop.example/mp/callback',
}

export const stores: TokenStore[] = [
  new PostgresTokenStore({ pool: new pg.Pool() }),
  new RedisTokenStore({ client: openRedis() }),
  new SqliteTokenStore({ client: openFile({ url: 'file:sellers.db' }) }),
]

export function sellersIn(store: TokenStore): SellerTokens {
  const sellers = new SellerTokens({
    client: createClient(application),
    store,
    encryptionKeys: [new Uint8Array(32)],
  })
  return sellers.on('reauthorizationRequired', ({ sellerId, reason }) => log(sellerId, reason))
}

export async function statusOf(sellers: SellerTokens): Promise<SellerStatus | undefined> {
  try {
    return await sellers.status('700100001')
  } catch (error) {
    if (error instanceof MercadoPagoOAuthError && error.code === 'store_unavailable') return
    throw error
  }
}

export const app: Koa = new Koa()
app.use(
  mercadoPago({ ...application, onLinked: (_ctx, { tokens }) => log(tokens.sellerId) }).routes(),
)

const settings = {
  clientID: '1234567890123456',
  clientSecret: application.clientSecret,
  callbackURL: application.redirectUri,
}
const withRequest = { ...settings, passReqToCallback: true } as const
/** A function written in place needs no types, however many arguments it takes. */
export const strategies: MercadoPagoStrategy[] = [
  new MercadoPagoStrategy(settings, async (access, _refresh, profile) => ({
    name: profile.displayName.concat(access),
  })),
  new MercadoPagoStrategy(settings, (access, refresh, profile, done) =>
    done(null, { name: profile.displayName.concat(access, refresh ?? '') }),
  ),
  new MercadoPagoStrategy(settings, (_access, _refresh, params, profile, done) =>
    done(null, { until: params.tokens.expiresAt.getTime(), name: profile.displayName }),
  ),
  new MercadoPagoStrategy(withRequest, (req, _access, _refresh, profile, done) =>
    done(null, { from: req.headers.host, name: profile.displayName }),
  ),
  new MercadoPagoStrategy(withRequest, (req, _access, _refresh, params, profile, done) =>
    done(null, { from: req.headers.host, until: params.tokens.expiresAt, id: profile.id }),
  ),
]
// @ts-expect-error: a seller's id is text.
new MercadoPagoStrategy(settings, (_access: string, _refresh: string | undefined, id: number) => id)

export const { handler } = webMercadoPago({
  ...application,
  user: async (request) => request.headers.get('x-user'),
  onLinked: ({ tokens }, request) => Response.redirect(new URL(tokens.sellerId, request.url), 303),
})

export const sandbox: Promise<Sandbox> = createSandbox({ switches: { denial: 'silent' } })

declare const runner: ContractRunner
declare const open: () => Promise<StoreUnderTest>
testTokenStore(runner, open)

// @ts-expect-error: a client has no use for a redirect URI that is no text.
createClient({ ...application, redirectUri: 7 })

function log(...words: string[]): void {
  process.stdout.write(words.join(' '))
}

import { createClient as openFile } from '@libsql/client'
import Koa from 'koa'
import { type MercadoPagoOptions, mercadoPago } from 'koa-mercadopago'
import {
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
import { MercadoPagoStrategy, type VerifyWithParams } from 'passport-mercadopago'
import pg from 'pg'
import { createClient as openRedis } from 'redis'

// Compiled as an ES module, as CommonJS and for a bundler: what people write who use the packages.

const application: MercadoPagoOptions = {
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

const verify: VerifyWithParams = async (_access, _refresh, { tokens }) => ({ id: tokens.sellerId })
export const strategy: MercadoPagoStrategy = new MercadoPagoStrategy(
  {
    clientID: '1234567890123456',
    clientSecret: application.clientSecret,
    callbackURL: application.redirectUri,
  },
  verify,
)

export const sandbox: Promise<Sandbox> = createSandbox({ switches: { denial: 'silent' } })

declare const runner: ContractRunner
declare const open: () => Promise<StoreUnderTest>
testTokenStore(runner, open)

// @ts-expect-error: a client has no use for a redirect URI that is no text.
createClient({ ...application, redirectUri: 7 })

function log(...words: string[]): void {
  process.stdout.write(words.join(' '))
}

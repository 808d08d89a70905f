import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  createAuthorizationFlow,
  createClient,
  SellerTokens,
  type TokenStore,
} from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import pg from 'pg'
import { createClient as createRedis } from 'redis'
import { CookieJar } from '../helpers/cookie-jar.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnRedis, type RedisServer, startRedis } from '../helpers/redis-server.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { callback, stateOf } from '../helpers/token-endpoint.ts'
import { goodResponse, json, TokenServer } from '../helpers/token-server.ts'
import { Canaries } from './canaries.ts'

/** Two token pairs, a state, a verifier and a code pass through a store; gives what must not be in it. */
async function linkAndRenew(store: TokenStore): Promise<Canaries> {
  const server = await TokenServer.start()
  const clock = new MovableClock()
  const key = randomBytes(32)
  const clientSecret = randomBytes(32).toString('hex')
  const second = { access_token: `APP_USR-${secret()}`, refresh_token: `TG-${secret()}` }
  const client = createClient({
    clientId: '1234567890123456',
    clientSecret,
    redirectUri: 'https://app.example/callback',
    provider: server.provider,
    clock: clock.read,
  })
  const sellers = new SellerTokens({ client, store, encryptionKeys: [key], clock: clock.read })
  const flow = createAuthorizationFlow({ client, replayGuard: sellers, clock: clock.read })
  const cookies = new CookieJar()
  const { authorizationUrl } = flow.start({ cookies, user: 'shop-1' })
  const code = `TG-${secret()}`
  const query = callback(authorizationUrl, { code })
  const { tokens } = await flow.finish({ cookies, user: 'shop-1', query })
  await sellers.link(tokens, { owner: 'shop-1' })
  clock.advance(160 * 24 * 60 * 60)
  server.reply = json({ ...goodResponse, ...second })
  await sellers.renew('4242')
  await sellers.close()
  await server.stop()
  return new Canaries({
    code,
    clientSecret,
    state: stateOf(authorizationUrl),
    verifier: server.forms[0]?.get('code_verifier') ?? '',
    firstAccess: goodResponse.access_token,
    firstRefresh: goodResponse.refresh_token,
    secondAccess: second.access_token,
    secondRefresh: second.refresh_token,
    key: key.toString('base64'),
    'key as bytes': key.toString('latin1'),
    'key in hex': key.toString('hex'),
  })
}

function secret(): string {
  return randomBytes(24).toString('hex')
}

describe('a copy of the SQLite file', () => {
  withRealSockets()

  it('F07: holds no secret, and neither does its log', async () => {
    const file = new SqliteFile()
    const store = new SqliteTokenStore({ client: file.client() })
    await store.migrate()

    const canaries = await linkAndRenew(store)
    const names = readdirSync(file.folder)
    const bytes = names.map((name) => readFileSync(join(file.folder, name), 'latin1')).join('\n')
    file.close()

    expect(names).to.include.members(['sellers.db', 'sellers.db-wal'])
    expect(bytes).to.include('shop-1').and.include('4242')
    expect(canaries.foundIn(bytes)).to.deep.equal([])
  })
})

describeOnPostgres('a dump of PostgreSQL', (postgres) => {
  withRealSockets()

  it('F07: holds no secret in any row of any table', async () => {
    const pool = new pg.Pool({ connectionString: postgres.url })
    const store = new PostgresTokenStore({ pool })
    await store.migrate()

    const canaries = await linkAndRenew(store)
    const { rows } = await pool.query(
      `select (select json_agg(s)::text from mercadopago_sellers s) as sellers,
              (select json_agg(c)::text from mercadopago_sellers_claims c) as claims`,
    )
    await pool.end()

    expect(rows[0].sellers).to.include('shop-1').and.include('4242')
    expect(rows[0].claims).to.include('__Host-mp-')
    expect(canaries.foundIn(JSON.stringify(rows))).to.deep.equal([])
  })
})

describeOnRedis('a dump of Redis', () => {
  let server: RedisServer

  withRealSockets()
  before(async () => {
    server = await startRedis({})
  })
  after(() => server.stop())

  it('F07: holds no secret in any key or value', async () => {
    const client = createRedis({ url: server.url })
    await client.connect()
    const prefix = `dump-${secret()}`
    const store = new RedisTokenStore({ client, prefix })

    const canaries = await linkAndRenew(store)
    const { keys } = await client.scan('0', { MATCH: `${prefix}:*`, COUNT: 1_000_000 })
    const values: unknown[] = []
    for (const key of keys) {
      const type = await client.type(key)
      if (type === 'hash') values.push(await client.hGetAll(key))
      else if (type === 'zset') values.push(await client.zRange(key, 0, -1))
      else values.push(await client.get(key))
    }
    client.destroy()

    const dump = JSON.stringify([keys, values])
    expect(dump).to.include('shop-1').and.include('4242').and.include(':claim:')
    expect(canaries.foundIn(dump)).to.deep.equal([])
  })
})

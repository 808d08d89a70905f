import { randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient as openDatabase } from '@libsql/client'
import { createClient, SellerTokens, TokenSet } from 'mercadopago-oauth'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import { clientId, clientSecret } from '../application.js'
import { percentile } from '../figures.js'

const dayMs = 24 * 60 * 60 * 1000
const asked = 100
const firstSellerId = 1_000_000

/** Ever more sellers in one SQLite file: what it takes to ask for one of them, and to find who is due. */
export async function sellersGrow({ isFull }) {
  const sizes = [1, 1_000, 10_000, 100_000, ...(isFull ? [1_000_000] : [])]
  const folder = mkdtempSync(join(tmpdir(), 'bench-sellers-'))
  const rows = []
  try {
    for (const size of sizes) rows.push(await measure(`file:${join(folder, `${size}.db`)}`, size))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const note = `Sellers in one SQLite file, ${asked} of them asked for. Medians, in milliseconds of real time.`
  return { note, rows }
}

async function measure(url, size) {
  const database = openDatabase({ url })
  const store = new SqliteTokenStore({ client: database })
  await store.migrate()
  const client = createClient({
    clientId,
    clientSecret,
    redirectUri: 'https://app.example/callback',
  })
  // What was read is forgotten at once.
  let nowMs = Date.now()
  const clock = () => new Date(nowMs++)
  const encryptionKeys = [randomBytes(32)]
  const sellers = new SellerTokens({ client, store, encryptionKeys, cacheMs: 1, clock })
  const known = Math.min(asked, size)
  const links = await timed(known, (index) => sellers.link(tokensOf(firstSellerId + index)))
  await fill(database, size - known)
  const reads = await timed(asked, () =>
    sellers.accessToken(String(firstSellerId + randomInt(known))),
  )
  const sweeps = await timed(20, async () => {
    for await (const outcome of sellers.renewDue()) throw new Error(`due: ${outcome.sellerId}`)
  })
  const relinks = await timed(known, (index) => sellers.link(tokensOf(firstSellerId + index)))
  const heapMib = process.memoryUsage().heapUsed / 2 ** 20
  await sellers.close()
  database.close()
  if (links.length !== relinks.length) throw new Error('not all were linked')
  return {
    Sellers: size.toLocaleString('en'),
    'accessToken, from the store': percentile(reads, 0.5).toFixed(2),
    link: percentile(relinks, 0.5).toFixed(2),
    'search for due sellers, none is': percentile(sweeps, 0.5).toFixed(2),
    'heap MiB': heapMib.toFixed(0),
  }
}

async function timed(count, work) {
  const durationsMs = []
  for (let index = 0; index < count; index++) {
    const startedAt = performance.now()
    await work(index)
    durationsMs.push(performance.now() - startedAt)
  }
  return durationsMs
}

function tokensOf(sellerId) {
  return new TokenSet({
    accessToken: `APP_USR-${sellerId}`,
    refreshToken: `TG-${sellerId}`,
    expiresAt: new Date(Date.now() + 180 * dayMs),
    scope: ['offline_access', 'read', 'write'],
    sellerId: String(sellerId),
  })
}

/** Others, whose tokens nobody opens. */
async function fill(database, count) {
  const sealed = `v1.AAAAAAAA.${'A'.repeat(16)}.${'A'.repeat(120)}`
  const body = JSON.stringify({
    v: 1,
    accessToken: sealed,
    refreshToken: sealed,
    expiresAt: new Date(Date.now() + 180 * dayMs).toISOString(),
    scope: 'offline_access read write',
    publicKey: 'APP_USR-key',
    liveMode: true,
  })
  await database.execute({
    sql: `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
      INSERT INTO mercadopago_sellers (client_id, seller_id, generation, due_at, owner, linked_at, body)
      SELECT :clientId, 900000000 + n, 1, :dueAt, 'shop-' || n, 1795000000000, :body
      FROM numbers WHERE :count > 0`,
    args: { count, clientId, dueAt: Date.now() + 150 * dayMs, body },
  })
}

import { randomBytes } from 'node:crypto'
import { createClient, SellerTokens, TokenSet } from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
// The tests know how to start one.
import { startPostgres } from '../../../.cache/test/helpers/postgres-server.js'
import { clientId, clientSecret } from '../application.js'
import { Child } from '../child.js'
import { Stage } from '../stage.js'

const redirectUri = 'https://app.example/callback'
const dayMs = 24 * 60 * 60 * 1000

/** Ever more processes on one PostgreSQL: how fast they read tokens, and renew all that is due. */
export async function processesGrow({ isFull }) {
  const sellerCount = isFull ? 4_000 : 400
  const readCount = isFull ? 20_000 : 4_000
  const rows = []
  const stage = await Stage.open()
  const database = await startPostgres()
  try {
    for (const count of [1, 2, 4, 8]) {
      const settings = {
        url: database.url,
        tokenEndpoint: stage.tokenEndpoint,
        encryptionKey: randomBytes(32).toString('base64'),
        sellerCount,
        // Tokens are due in the last sixth of their 180 days, on a day that depends on the seller.
        linkedAtMs: Date.now() - 160 * dayMs,
      }
      await linkAll(settings)
      const children = await Promise.all(
        Array.from({ length: count }, () => Child.start('growth/process.js', { settings })),
      )
      const reads = await inAll(children, 'read', { count: readCount / count })
      const renewals = await inAll(children, 'renew')
      await Promise.all(children.map((child) => child.end()))
      // Two processes that renew the same seller would make it more.
      if (renewals.total !== sellerCount) throw new Error(`${renewals.total} were renewed`)
      rows.push({
        Processes: count,
        'accessToken from the store, a second': Math.round(reads.perSecond),
        'renewals a second': Math.round(renewals.perSecond),
      })
    }
  } finally {
    await stage.close()
    await database.stop()
  }
  const note = `Processes on one PostgreSQL with ${sellerCount.toLocaleString('en')} sellers, all due. They, the database and the token endpoint share the cores.`
  return { note, rows }
}

async function linkAll({ url, encryptionKey, sellerCount, linkedAtMs }) {
  const pool = new pg.Pool({ connectionString: url })
  const store = new PostgresTokenStore({ pool })
  await store.migrate()
  const client = createClient({ clientId, clientSecret, redirectUri })
  await pool.query('truncate mercadopago_sellers')
  const clock = () => new Date(linkedAtMs)
  const sellers = new SellerTokens({ client, store, encryptionKeys: [encryptionKey], clock })
  const expiresAt = new Date(linkedAtMs + 180 * dayMs)
  for (let sellerId = 1; sellerId <= sellerCount; sellerId++) {
    const scope = ['offline_access', 'read', 'write']
    const tokens = { accessToken: 'APP_USR-1', refreshToken: `TG-${sellerId}`, expiresAt, scope }
    await sellers.link(new TokenSet({ ...tokens, sellerId: String(sellerId) }))
  }
  await sellers.close()
  await pool.end()
}

/** All at once; what they did together. */
async function inAll(children, question, detail) {
  const startedAt = performance.now()
  const counts = await Promise.all(children.map((child) => child.ask(question, detail)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  return { total, perSecond: (total / (performance.now() - startedAt)) * 1000 }
}

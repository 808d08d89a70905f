import { createClient, mercadoPagoProvider, SellerTokens } from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import pg from 'pg'
import { answerQuestions, settings } from '../answers.js'
import { clientId, clientSecret } from '../application.js'

// One process of an app that has its sellers in PostgreSQL.

const { url, tokenEndpoint, encryptionKey, sellerCount, linkedAtMs } = settings
const width = 8
let nowMs = linkedAtMs

const provider = { ...mercadoPagoProvider(), tokenEndpoint }
const redirectUri = 'https://app.example/callback'
// At every look it is later than what was cached.
const clock = () => new Date(nowMs++)
const sellers = new SellerTokens({
  client: createClient({ clientId, clientSecret, redirectUri, provider, clock }),
  store: new PostgresTokenStore({ pool: new pg.Pool({ connectionString: url, max: width }) }),
  encryptionKeys: [encryptionKey],
  cacheMs: 1,
  clock,
})
await sellers.checkKeys()

answerQuestions({
  async read({ count }) {
    let left = count
    const lane = async () => {
      while (left > 0) {
        left -= 1
        await sellers.accessToken(String(1 + (left % sellerCount)))
      }
    }
    await Promise.all(Array.from({ length: width }, lane))
    return count
  },
  async renew() {
    nowMs = Date.now()
    let renewed = 0
    for await (const { error } of sellers.renewDue({ concurrency: width })) {
      if (error !== undefined) throw error
      renewed += 1
    }
    return renewed
  },
})

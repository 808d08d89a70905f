import type { SellerTokens } from 'mercadopago-oauth'
import type { PgBoss } from 'pg-boss'
import { sweep } from './sweep.js'

const name = 'mercadopago-sweep'

/** Call it on every machine, after `boss.start()`: PostgreSQL hands each run to one of them. */
export async function startSweeps(sellers: SellerTokens, boss: PgBoss) {
  const retries = { retryLimit: 4, retryDelay: 60, retryBackoff: true }
  await boss.createQueue(name, { ...retries, expireInSeconds: 3600 })
  await boss.schedule(name, '0 3 * * *', null, { tz: 'America/Sao_Paulo' })
  await boss.work(name, ([job]) => sweep(sellers, job.signal))
}

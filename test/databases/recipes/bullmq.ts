import { type ConnectionOptions, Queue, Worker } from 'bullmq'
import type { SellerTokens } from 'mercadopago-oauth'
import { sweep } from './sweep.js'

const name = 'mercadopago-sweep'

/** Call it on every machine: Redis hands each run to one of them. */
export async function startSweeps(sellers: SellerTokens, connection: ConnectionOptions) {
  const queue = new Queue(name, { connection })
  const schedule = { pattern: '0 3 * * *', tz: 'America/Sao_Paulo' }
  const retries = { attempts: 5, backoff: { type: 'exponential', delay: 60_000 } }
  await queue.upsertJobScheduler('nightly', schedule, { opts: retries })
  await queue.close()
  return new Worker(name, (_job, _token, signal) => sweep(sellers, signal), { connection })
}

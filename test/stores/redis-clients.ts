import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import ioredis5 from 'ioredis5'
import type { TokenRecord } from 'mercadopago-oauth/store'
import type { RedisClient } from 'mercadopago-oauth-redis'
import { createClient, type RedisClientType } from 'redis'
import { createClient as createClient4 } from 'redis4'
import { createClient as createClient5 } from 'redis5'
import { tokenRecord } from '../helpers/token-record.ts'

/** A connected node-redis client that gives up at once. */
export async function nodeRedis(url: string): Promise<RedisClientType> {
  const client: RedisClientType = createClient({
    url,
    disableOfflineQueue: true,
    // By default a command may wait for 5 s, those behind thousands of others on a busy machine, too.
    commandOptions: { timeout: 60_000 },
    socket: { reconnectStrategy: false },
  })
  // A lost connection is also an event, and an unheard one ends the process.
  client.on('error', () => {})
  return await client.connect()
}

/** A connected ioredis client that gives up at once. */
export async function ioredis(url: string): Promise<Redis> {
  const client = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    // Servers here are ready; and one test forbids INFO, of which ioredis would complain on the console.
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A client of a release, and how to end it. */
export interface Connected {
  client: RedisClient
  close(): unknown
}

/** The oldest release of each major version that the store supports. The newest are the two above. */
export const oldestReleases: Record<string, (url: string) => Promise<Connected>> = {
  'redis 4.6': async (url) => {
    const client = createClient4({ url })
    await client.connect()
    return { client, close: () => client.quit() }
  },
  'redis 5.9': async (url) => {
    const client = createClient5({ url })
    await client.connect()
    return { client, close: () => client.close() }
  },
  'ioredis 5.0': async (url) => {
    const client = new ioredis5.default(url)
    return { client, close: () => client.disconnect() }
  },
}

/** A prefix that nobody else has, so that a server may be shared. */
export function ownPrefix(): string {
  return `test-${randomUUID()}`
}

/** A seller of application 1234567890. */
export function record(changes: Partial<TokenRecord> = {}): TokenRecord {
  const own = { clientId: '1234567890', sellerId: '111', generation: 1_764_000_000_001 }
  return tokenRecord({ ...own, ...changes })
}

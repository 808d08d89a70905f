export type {
  IoredisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
} from './redis-client.ts'
export { RedisTokenStore, type RedisTokenStoreOptions } from './redis-token-store.ts'
export type { ServerFinding } from './server-finding.ts'

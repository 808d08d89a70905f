import { assertObject, invalidType } from './option.ts'

/** What is needed of `createClient()` or `createClientPool()` of `redis` (node-redis). */
export interface NodeRedisClient {
  /** Sends a command and its arguments. */
  sendCommand(args: string[]): Promise<unknown>
}

/** What is needed of `createCluster()` of `redis` (node-redis). */
export interface NodeRedisCluster {
  /** Tells that it is a cluster; not called. */
  nodeClient(node: never): unknown
  /** Sends a command to the machine that has the key. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
  ): Promise<unknown>
}

/** What is needed of `createSentinel()` of `redis` (node-redis). */
export interface NodeRedisSentinel {
  /** Tells that it is a sentinel group; not called. */
  getMasterNode(): unknown
  /** Sends a command to the primary, or where `isReadonly` to any. */
  sendCommand(isReadonly: boolean | undefined, args: string[]): Promise<unknown>
}

/** What is needed of `Redis` or `Cluster` of `ioredis`. */
export interface IoredisClient {
  /** Sends a command and its arguments. */
  call(command: string, ...args: string[]): Promise<unknown>
}

/** A connected client of `redis` or `ioredis`, for one server, a cluster or a sentinel group. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | NodeRedisSentinel | IoredisClient

/** Sends one command. `key` is its first key, by which a cluster finds the machine. */
export type Send = (key: string | undefined, command: string, ...args: string[]) => Promise<unknown>

/** How this client sends a command; the one place that knows. Always to a primary. */
export function senderOf(client: RedisClient): Send {
  assertObject(client, 'client')
  // ioredis has a `sendCommand` too, with another meaning.
  if (isIoredis(client)) {
    return (_key, command, ...args) => client.call(command, ...args).catch(withoutArguments)
  }
  if (typeof client.sendCommand !== 'function') {
    throw invalidType('"client" must be a client of redis or ioredis')
  }
  if (isCluster(client)) {
    return (key, command, ...args) => client.sendCommand(key, false, [command, ...args])
  }
  if (isSentinel(client)) {
    return (_key, command, ...args) => client.sendCommand(false, [command, ...args])
  }
  return (_key, command, ...args) => client.sendCommand([command, ...args])
}

function isIoredis(client: RedisClient): client is IoredisClient {
  return 'call' in client && typeof client.call === 'function'
}

function isCluster(client: Exclude<RedisClient, IoredisClient>): client is NodeRedisCluster {
  return 'nodeClient' in client
}

function isSentinel(client: Exclude<RedisClient, IoredisClient>): client is NodeRedisSentinel {
  return 'getMasterNode' in client
}

/** ioredis hangs the arguments on its errors, sealed tokens and all, and a log would print them. */
function withoutArguments(error: unknown): never {
  if (error instanceof Error && 'command' in error) delete error.command
  throw error
}

/** A reply that must be text. A client may be set to give it as a `Buffer`. */
export function textOf(reply: unknown): string {
  if (typeof reply === 'string') return reply
  if (reply instanceof Uint8Array) return Buffer.from(reply).toString()
  throw unexpectedAnswer()
}

/** For an answer that no script or command of ours gives, such as inside a transaction. */
export function unexpectedAnswer(): Error {
  return new Error('Redis gave an answer that was not expected')
}

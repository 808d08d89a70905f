import { assertObject, invalidType } from 'mercadopago-oauth/store'

/** What the store uses of `createClient()` or `createClientPool()` of `redis` (node-redis). */
export interface NodeRedisClient {
  /** Sends a command and its arguments. */
  sendCommand(args: string[]): Promise<unknown>
}

/** What the store uses of `createCluster()` of `redis` (node-redis). */
export interface NodeRedisCluster {
  /** The primaries. */
  readonly masters: readonly object[]
  /** Returns the client of one of them. */
  nodeClient(node: never): NodeRedisClient | Promise<NodeRedisClient>
  /** Sends a command to the machine that has the key. */
  sendCommand(
    firstKey: string | undefined,
    isReadonly: boolean | undefined,
    args: string[],
  ): Promise<unknown>
}

/** What the store uses of `createSentinel()` of `redis` (node-redis). */
export interface NodeRedisSentinel {
  /** Identifies a sentinel group; not called. */
  getMasterNode(): unknown
  /** Sends a command to the primary, or, if `isReadonly`, to any machine. */
  sendCommand(isReadonly: boolean | undefined, args: string[]): Promise<unknown>
}

/** What the store uses of `Redis` or `Cluster` of `ioredis`. */
export interface IoredisClient {
  /** Sends a command and its arguments. */
  call(command: string, ...args: string[]): Promise<unknown>
  /** Of a `Cluster` only: returns the clients of its primaries. */
  nodes?(role: 'master'): IoredisClient[]
}

/** A connected client of `redis` or `ioredis`, for one server, a cluster or a sentinel group. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | NodeRedisSentinel | IoredisClient

/** Sends one command, always to a primary. `key` is its first key, by which a cluster finds the machine. */
export type Send = (key: string | undefined, command: string, ...args: string[]) => Promise<unknown>

/**
 * How this client sends a command.
 *
 * @throws TypeError naming `client`.
 */
export function senderOf(client: RedisClient): Send {
  assertObject(client, 'client')
  // ioredis has a `sendCommand` too, which means something else.
  if (isIoredis(client)) {
    return (_key, command, ...args) => client.call(command, ...args).catch(withoutArguments)
  }
  if (typeof client.sendCommand !== 'function') {
    throw invalidType('client', 'must be a client of redis or ioredis')
  }
  if (isCluster(client)) return (key, ...command) => client.sendCommand(key, false, command)
  if (isSentinel(client)) return (_key, ...command) => client.sendCommand(false, command)
  return (_key, ...command) => client.sendCommand(command)
}

/** One sender for each primary: what `SCAN` needs to find all keys of a cluster. */
export async function primariesOf(client: RedisClient): Promise<Send[]> {
  if (isIoredis(client)) return (client.nodes?.('master') ?? [client]).map(senderOf)
  if (!isCluster(client)) return [senderOf(client)]
  const nodes = client.masters.map((node) => client.nodeClient(node as never))
  return (await Promise.all(nodes)).map(senderOf)
}

function isIoredis(client: RedisClient): client is IoredisClient {
  return 'call' in client && typeof client.call === 'function'
}

function isCluster(client: RedisClient): client is NodeRedisCluster {
  return 'nodeClient' in client
}

function isSentinel(client: RedisClient): client is NodeRedisSentinel {
  return 'getMasterNode' in client
}

/** ioredis puts the arguments into its errors, sealed tokens included, and a log would print them. */
function withoutArguments(error: unknown): never {
  if (error instanceof Error && 'command' in error) delete error.command
  throw error
}

/** A reply that must be text. A client can be set to return it as a `Buffer`. */
export function textOf(reply: unknown): string {
  if (typeof reply === 'string') return reply
  if (reply instanceof Uint8Array) return Buffer.from(reply).toString()
  throw unexpectedReply()
}

/** For a reply that no script or command of ours returns, such as one inside a transaction. */
export function unexpectedReply(): Error {
  return new Error('Redis sent an unexpected reply')
}

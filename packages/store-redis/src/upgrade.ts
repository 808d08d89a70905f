import { upgraded } from './entry.ts'
import { keysBeside } from './key-names.ts'
import {
  primariesOf,
  type RedisClient,
  type Send,
  senderOf,
  textOf,
  unexpectedReply,
} from './redis-client.ts'
import { Script } from './script.ts'

const currentVersion = '2'

/** On the key of the version → the version, or nothing. A script, because a `GET` can go to a replica. */
const getVersion = new Script(`
return {redis.call('GET', KEYS[1]) or nil}
`)

/** Cursor → next cursor, then seller, entry, seller, entry, … of the entries of version 1. */
const findVersion1 = new Script(`
local cursor, page = unpack(redis.call('HSCAN', sellers, ARGV[1], 'COUNT', pageSize))
local found = {cursor}
for i = 1, #page, 2 do
  if string.match(page[i + 1], '^%d+:[^:]*:{"') then
    found[#found + 1] = page[i]
    found[#found + 1] = page[i + 1]
  end
end
return found
`)

/** Seller, entry, upgraded entry, seller, … → nothing. Leaves an entry alone that has changed meanwhile. */
const replaceEntries = new Script(`
for i = 1, #ARGV, 3 do
  local seller, entry, upgraded = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('HGET', sellers, seller) == entry then
    if string.match(upgraded, '^%d+:[^:]*:{2::') then redis.call('ZADD', never, 0, seller) end
    redis.call('HSET', sellers, seller, upgraded)
  end
end
return {}
`)

/**
 * Upgrades every entry of the prefix. The store reads both versions, so the upgrade may be interrupted, repeated,
 * and run on several machines at once.
 *
 * The prefix has a version besides that of each entry. It is written when all entries are done: later starts then
 * cost one command, not a scan of all keys, and a newer version is refused before anything is changed.
 *
 * @throws Error when a newer release wrote the data.
 */
export async function upgradeEntries(client: RedisClient, prefix: string): Promise<void> {
  const send = senderOf(client)
  const key = `${prefix}:version`
  const [version = '1'] = await getVersion.run(send, [key], [])
  if (version === currentVersion) return
  if (version !== '1') throw newerVersion(prefix, version)
  for (const keys of await applications(client, prefix)) {
    // Again until there is nothing left: a process of version 1 may save meanwhile.
    while (await upgradeApplication(send, keys));
  }
  await send(key, 'SET', key, currentVersion)
}

/** Returns whether there was anything to upgrade. A damaged entry stays as it is. */
async function upgradeApplication(send: Send, keys: readonly string[]): Promise<boolean> {
  let cursor = '0'
  let count = 0
  do {
    const [next = '0', ...found] = await findVersion1.run(send, keys, [cursor])
    const changes: string[] = []
    for (let index = 0; index < found.length; index += 2) {
      const [seller = '', entry = ''] = found.slice(index, index + 2)
      const replacement = upgraded(entry)
      if (replacement !== undefined) changes.push(seller, entry, replacement)
    }
    if (changes.length > 0) await replaceEntries.run(send, keys, changes)
    count += changes.length
    cursor = next
  } while (cursor !== '0')
  return count > 0
}

/** The keys of every application that has sellers, on every machine. */
async function applications(client: RedisClient, prefix: string): Promise<Iterable<string[]>> {
  const primaries = await primariesOf(client)
  if (primaries.length === 0) throw new Error('the client is not connected to the cluster')
  const found = new Map<string, string[]>()
  for (const send of primaries) {
    let cursor = '0'
    do {
      const reply = await send(undefined, 'SCAN', cursor, 'MATCH', '*}:sellers', 'COUNT', '1000')
      if (!Array.isArray(reply) || !Array.isArray(reply[1])) throw unexpectedReply()
      for (const sellers of reply[1].map(textOf)) {
        const keys = keysBeside(prefix, sellers)
        if (keys !== undefined) found.set(sellers, keys)
      }
      cursor = textOf(reply[0])
    } while (cursor !== '0')
  }
  return found.values()
}

function newerVersion(prefix: string, version: string): Error {
  return new Error(
    `the sellers under "${prefix}" have format ${version}, and this release knows formats up to ` +
      `${currentVersion}: install a newer mercadopago-oauth-redis`,
  )
}

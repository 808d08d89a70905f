import { Script } from './script.ts'

/** Seller → its entry, or nothing. A script, because clients may send an `HGET` to a replica that is behind. */
export const getRecord: Script = new Script(`
return {redis.call('HGET', sellers, ARGV[1]) or nil}
`)

/**
 * Seller, expected generation (empty: no record), entry, due in ms (empty: never), owner tag (empty: nobody),
 * whose lease ends (empty: nobody's; `any`; `=<holder>`) → saved | refused.
 *
 * The record is written last: if a step fails, the previous record stands.
 */
export const saveRecord: Script = new Script(`
local seller, expected, entry, dueAtMs, owner, endLease = unpack(ARGV)

-- Compared as text: as Lua numbers, two large generations can be equal.
local stored = redis.call('HGET', sellers, seller)
local generation, previousOwner = '', ''
if stored then generation, previousOwner = headOf(stored) end
if generation ~= expected then return {'refused'} end
local holder = leaseOf(redis.call('HGET', leases, seller), 0)

if previousOwner ~= '' and previousOwner ~= owner then
  redis.call('ZREM', owners, previousOwner .. ':' .. seller)
end
if owner ~= '' then redis.call('ZADD', owners, 0, owner .. ':' .. seller) end
if dueAtMs == '' then
  redis.call('ZREM', due, seller)
  redis.call('ZADD', never, 0, seller)
else
  redis.call('ZREM', never, seller)
  redis.call('ZADD', due, dueAtMs, seller)
end
redis.call('ZADD', ids, 0, seller)
if endLease == 'any' or holder and endLease == '=' .. holder then
  redis.call('HDEL', leases, seller)
end
redis.call('HSET', sellers, seller, entry)
return {'saved'}
`)

/** Seller → nothing. A damaged entry does not name its owner: its member of `owners` stays, and is passed over. */
export const deleteRecord: Script = new Script(`
local seller = ARGV[1]
local _, owner = headOf(redis.call('HGET', sellers, seller) or '')
if owner then redis.call('ZREM', owners, owner .. ':' .. seller) end
redis.call('ZREM', due, seller)
redis.call('ZREM', never, seller)
redis.call('ZREM', ids, seller)
redis.call('HDEL', leases, seller)
redis.call('HDEL', sellers, seller)
return {}
`)

/** On the key of a claim. When it ends (ms), its shortest life (ms) → claimed | taken. */
export const claimOnce: Script = new Script(`
local lifeMs = math.max(ARGV[1] - nowMs(), tonumber(ARGV[2]))
local claimed = redis.call('SET', KEYS[1], '1', 'PX', string.format('%.0f', lifeMs), 'NX')
return {claimed and 'claimed' or 'taken'}
`)

import { Script } from './script.ts'
import { headOf, keyNames, leasing } from './shared-lua.ts'

/**
 * Seller → its entry, or nothing. A script although HGET would do: clients may send reading commands to a
 * replica, which is behind.
 */
export const getRecord: Script = new Script(
  keyNames,
  `
local entry = redis.call('HGET', sellers, ARGV[1])
if entry then return {entry} end
return {}
`,
)

/**
 * Seller, expected generation (empty: no record), entry, due in ms (empty: not), owner tag (empty: none),
 * holder (may be left out) → saved | refused.
 *
 * The record is written last: when a step fails, the one before still stands.
 */
export const saveRecord: Script = new Script(
  keyNames,
  headOf,
  leasing,
  `
local seller, expected, entry, dueAtMs, owner, holder = unpack(ARGV)

-- Compared as text: as Lua numbers, large generations that differ may be equal.
local stored = redis.call('HGET', sellers, seller)
local generation, previousOwner = '', ''
if stored then generation, previousOwner = headOf(seller, stored) end
if generation ~= expected then return {'refused'} end

local leaseHolder = leaseOf(seller, redis.call('HGET', leases, seller))

if previousOwner ~= '' and previousOwner ~= owner then
  redis.call('ZREM', owners, previousOwner .. ':' .. seller)
end
if owner ~= '' then redis.call('ZADD', owners, 0, owner .. ':' .. seller) end
if dueAtMs == '' then
  redis.call('ZREM', due, seller)
else
  redis.call('ZADD', due, dueAtMs, seller)
end
redis.call('ZADD', ids, 0, seller)
if holder and leaseHolder == holder then redis.call('HDEL', leases, seller) end
redis.call('HSET', sellers, seller, entry)
return {'saved'}
`,
)

/** Seller → nothing. */
export const deleteRecord: Script = new Script(
  keyNames,
  headOf,
  `
local seller = ARGV[1]
local stored = redis.call('HGET', sellers, seller)
if not stored then return {} end

local _, owner = headOf(seller, stored)
if owner ~= '' then redis.call('ZREM', owners, owner .. ':' .. seller) end
redis.call('ZREM', due, seller)
redis.call('ZREM', ids, seller)
redis.call('HDEL', leases, seller)
redis.call('HDEL', sellers, seller)
return {}
`,
)

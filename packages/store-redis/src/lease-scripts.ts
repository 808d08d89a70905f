import { Script } from './script.ts'

/** Seller, holder, lease in ms → missing | held | leased, entry, abandoned (1 or 0). */
export const takeLease: Script = new Script(`
local seller, holder, leaseMs = unpack(ARGV)
local entry = redis.call('HGET', sellers, seller)
if not entry then return {'missing'} end

local now = nowMs()
local current, isRunning = leaseOf(redis.call('HGET', leases, seller), now)
if isRunning and current ~= holder then return {'held'} end
redis.call('HSET', leases, seller, newLease(holder, leaseMs, now))
return {'leased', entry, current and current ~= holder and '1' or '0'}
`)

/** Seller, holder → nothing. */
export const releaseLease: Script = new Script(`
local seller, holder = unpack(ARGV)
if leaseOf(redis.call('HGET', leases, seller), 0) == holder then
  redis.call('HDEL', leases, seller)
end
return {}
`)

/**
 * Due before (ms), limit, holder, lease in ms → seller, entry, abandoned (1 or 0), seller, …
 *
 * Reads the due sellers page by page, the longest due first, and stops as soon as it has enough. It passes over
 * sellers who are held, as many as there are renewals running now, and one whose entry was removed by hand.
 */
export const claimDueLeases: Script = new Script(`
local dueBefore, limit, holder, leaseMs = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local claimed, taken, offset, now = {}, {}, 0, nowMs()

while #taken < limit do
  local page = redis.call('ZRANGEBYSCORE', due, '-inf', dueBefore, 'LIMIT', offset, pageSize)
  if #page == 0 then break end
  local entries = redis.call('HMGET', sellers, unpack(page))
  local pageLeases = redis.call('HMGET', leases, unpack(page))
  for i, seller in ipairs(page) do
    if #taken >= limit then break end
    local current, isRunning = leaseOf(pageLeases[i], now)
    if entries[i] and not isRunning then
      taken[#taken + 1] = seller
      claimed[#claimed + 1] = seller
      claimed[#claimed + 1] = entries[i]
      claimed[#claimed + 1] = current and current ~= holder and '1' or '0'
    end
  end
  offset = offset + #page
end

for _, seller in ipairs(taken) do
  redis.call('HSET', leases, seller, newLease(holder, leaseMs, now))
end
return claimed
`)

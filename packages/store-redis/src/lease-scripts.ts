import { Script } from './script.ts'
import { headOf, keyNames, leasing, pageSize } from './shared-lua.ts'

/** Seller, holder, lease in ms → missing | held | leased, entry, abandoned (1 or 0). */
export const takeLease: Script = new Script(
  keyNames,
  headOf,
  leasing,
  `
local seller, holder, leaseMs = ARGV[1], ARGV[2], ARGV[3]
local entry = redis.call('HGET', sellers, seller)
if not entry then return {'missing'} end
headOf(seller, entry)

local current, isRunning = leaseOf(seller, redis.call('HGET', leases, seller))
if isRunning and current ~= holder then return {'held'} end
redis.call('HSET', leases, seller, newLease(holder, leaseMs))
return {'leased', entry, current and current ~= holder and '1' or '0'}
`,
)

/** Seller, holder → nothing. */
export const releaseLease: Script = new Script(
  keyNames,
  leasing,
  `
local seller, holder = ARGV[1], ARGV[2]
if leaseOf(seller, redis.call('HGET', leases, seller)) == holder then
  redis.call('HDEL', leases, seller)
end
return {}
`,
)

/**
 * Due before (ms), limit, holder, lease in ms → seller, entry, abandoned (1 or 0), seller, …
 *
 * Goes through the due in pages, the longest due first, and no further than it must: past those who are
 * held, of whom there are as many as renewals running at this moment. A seller on the list without an
 * entry (somebody removed it by hand) is passed over.
 */
export const claimDueLeases: Script = new Script(
  keyNames,
  leasing,
  pageSize,
  `
local dueBefore, limit, holder, leaseMs = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local claimed, taken, offset = {}, {}, 0

while #claimed < limit * 3 do
  local page = redis.call('ZRANGEBYSCORE', due, '-inf', dueBefore, 'LIMIT', offset, pageSize)
  if #page == 0 then break end
  local entries = redis.call('HMGET', sellers, unpack(page))
  local pageLeases = redis.call('HMGET', leases, unpack(page))
  for i, seller in ipairs(page) do
    if #claimed >= limit * 3 then break end
    local current, isRunning = leaseOf(seller, pageLeases[i])
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
  redis.call('HSET', leases, seller, newLease(holder, leaseMs))
end
return claimed
`,
)

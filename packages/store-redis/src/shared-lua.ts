/** The keys by name; see `ApplicationKeys`. Every script begins with this. */
export const keyNames = `
local sellers, leases, due, ids, owners = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
`

/** Reads what an entry says before its JSON. Fails, before anything is written, when it is not one of ours. */
export const headOf = `
local function headOf(seller, entry)
  local generation, owner = string.match(entry, '^(%d+):([^:]*):{')
  if not generation then
    error('the entry of seller ' .. seller .. ' in ' .. sellers .. ' is not a token record')
  end
  return generation, owner
end
`

/** Leases, judged by the server's clock: the machines' clocks differ. */
export const leasing = `
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)

-- Who has the lease (false: nobody), and whether it still runs. One that ran out stays on record.
local function leaseOf(seller, lease)
  if not lease then return false, false end
  local expiresAtMs, holder = string.match(lease, '^(%d+):(.*)$')
  if not expiresAtMs then
    error('the entry of seller ' .. seller .. ' in ' .. leases .. ' is not a lease')
  end
  return holder, tonumber(expiresAtMs) > nowMs
end

-- '%.0f', because by itself Lua prints more than fourteen digits as 9.0e+15.
local function newLease(holder, leaseMs)
  return string.format('%.0f:%s', nowMs + leaseMs, holder)
end
`

/**
 * How many entries one command reads. Redis waits for a script, and Lua can spread only some thousand
 * values into a call.
 */
export const pageSize = `
local pageSize = 500
`

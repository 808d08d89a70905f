import { Script } from './script.ts'

/** Lists sellers with their entries, and passes over one whose entry was removed by hand. */
const listing = `
local found = {}

local function addAll(page)
  if #page == 0 then return end
  for i, entry in ipairs(redis.call('HMGET', sellers, unpack(page))) do
    if entry then
      found[#found + 1] = page[i]
      found[#found + 1] = entry
    end
  end
end

-- Reads the set upwards until there are enough. sellerOf returns nothing for a member that is not wanted.
local function walk(set, from, to, limit, sellerOf)
  while #found < limit * 2 do
    local count = math.min(pageSize, limit - #found / 2)
    local members = redis.call('ZRANGEBYLEX', set, from, to, 'LIMIT', 0, count)
    if #members == 0 then break end
    from = '(' .. members[#members]
    local page = {}
    for _, member in ipairs(members) do page[#page + 1] = sellerOf(member) end
    addAll(page)
  end
  return found
end
`

/** Owner tag → seller, entry, seller, entry, … */
export const listOwned: Script = new Script(`${listing}
local owner = ARGV[1]
-- ';' follows ':', so these are the members that begin with the tag and a colon.
return walk(owners, '[' .. owner .. ':', '(' .. owner .. ';', math.huge, function(member)
  return string.sub(member, #owner + 2)
end)
`)

/** After (`-`, or `(` and a seller), limit → seller, entry, seller, entry, … in the order of the ids. */
export const listAll: Script = new Script(`${listing}
return walk(ids, ARGV[1], '+', tonumber(ARGV[2]), function(seller) return seller end)
`)

/** As `listAll`, of the sellers that are never due. A process of version 1 can leave others in the set. */
export const listNeverDue: Script = new Script(`${listing}
return walk(never, ARGV[1], '+', tonumber(ARGV[2]), function(seller)
  return not redis.call('ZSCORE', due, seller) and seller or nil
end)
`)

/**
 * After, limit, due before (ms) → where to go on (empty: this is all), then as `listAll`, of the sellers due by then.
 *
 * A few due sellers are read from `due`, and put in order by their ranks in `ids`. Many would take too long to
 * sort: then the script looks through one slice of `ids`, and the next call goes on after it.
 */
export const listDue: Script = new Script(`${listing}
local after, limit, dueBefore = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local many = 5000
local chosen, goOn = {}, ''

if redis.call('ZCOUNT', due, '-inf', dueBefore) > many then
  local slice = redis.call('ZRANGEBYLEX', ids, after, '+', 'LIMIT', 0, many)
  goOn = slice[many] and '(' .. slice[many] or ''
  for _, seller in ipairs(slice) do
    local dueAtMs = redis.call('ZSCORE', due, seller)
    if dueAtMs and tonumber(dueAtMs) <= tonumber(dueBefore) then chosen[#chosen + 1] = seller end
  end
else
  local skipped = redis.call('ZCARD', ids) - redis.call('ZLEXCOUNT', ids, after, '+')
  local ranks, sellerAt = {}, {}
  for _, seller in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', dueBefore)) do
    local rank = redis.call('ZRANK', ids, seller)
    if rank and rank >= skipped then
      ranks[#ranks + 1] = rank
      sellerAt[rank] = seller
    end
  end
  table.sort(ranks)
  for i, rank in ipairs(ranks) do chosen[i] = sellerAt[rank] end
end

local next = 1
while chosen[next] and #found < limit * 2 do
  local page = {}
  while chosen[next] and #page < math.min(pageSize, limit - #found / 2) do
    page[#page + 1] = chosen[next]
    next = next + 1
  end
  addAll(page)
end
table.insert(found, 1, goOn)
return found
`)

import { Script } from './script.ts'
import { keyNames, pageSize } from './shared-lua.ts'

/**
 * Reads `set` upwards from `from` and appends the seller and the entry of each member to `found`, up to
 * `limit` of them. A member without an entry (somebody removed it by hand) is passed over.
 */
const collect = `
local function collect(set, from, to, limit, sellerOf)
  local found = {}
  while #found < limit * 2 do
    local count = math.min(pageSize, limit - #found / 2)
    local members = redis.call('ZRANGEBYLEX', set, from, to, 'LIMIT', 0, count)
    if #members == 0 then break end
    from = '(' .. members[#members]

    local page = {}
    for i, member in ipairs(members) do page[i] = sellerOf(member) end
    for i, entry in ipairs(redis.call('HMGET', sellers, unpack(page))) do
      if entry then
        found[#found + 1] = page[i]
        found[#found + 1] = entry
      end
    end
  end
  return found
end
`

/** Owner tag → seller, entry, seller, entry, … */
export const listOwned: Script = new Script(
  keyNames,
  pageSize,
  collect,
  `
local owner = ARGV[1]
-- ';' is the sign after ':', so this is every member that begins with the tag and a colon.
return collect(owners, '[' .. owner .. ':', '(' .. owner .. ';', math.huge, function(member)
  return string.sub(member, #owner + 2)
end)
`,
)

/** After ('-', or '(' and a seller), limit → seller, entry, seller, entry, … in the order of the sellers. */
export const listAll: Script = new Script(
  keyNames,
  pageSize,
  collect,
  `
return collect(ids, ARGV[1], '+', tonumber(ARGV[2]), function(member) return member end)
`,
)

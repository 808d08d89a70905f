import { createHash } from 'node:crypto'
import { type Send, textOf, unexpectedReply } from './redis-client.ts'

/** Every script begins with this. */
const shared = `
local sellers, leases, due, never, ids, owners = unpack(KEYS)

-- How many entries one command reads. Lua can spread only some thousand values into a call.
local pageSize = 500

-- Generation and owner tag of an entry; nothing if it is damaged.
local function headOf(entry)
  return string.match(entry, '^(%d+):([^:]*):{')
end

-- By the server's clock, because the clocks of machines differ.
local function nowMs()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The holder of a lease (false: nobody), and whether it is running. A damaged lease counts as expired.
local function leaseOf(lease, now)
  if not lease then return false, false end
  local expiresAtMs, holder = string.match(lease, '^(%d+):(.*)$')
  return holder or lease, (tonumber(expiresAtMs) or 0) > now
end

-- '%.0f', because Lua prints a number of more than fourteen digits as 9.0e+15.
local function newLease(holder, leaseMs, now)
  return string.format('%.0f:', now + leaseMs) .. holder
end
`

/** A Lua script: one atomic step on keys of one machine. It returns a list of text. */
export class Script {
  readonly #source: string
  readonly #sha1: string

  constructor(source: string) {
    this.#source = shared + source
    this.#sha1 = createHash('sha1').update(this.#source).digest('hex')
  }

  /** Sends the script's hash, and its text if the server does not have it. */
  async run(send: Send, keys: readonly string[], args: readonly string[]): Promise<string[]> {
    const rest = [String(keys.length), ...keys, ...args]
    let reply: unknown
    try {
      reply = await send(keys[0], 'EVALSHA', this.#sha1, ...rest)
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      reply = await send(keys[0], 'EVAL', this.#source, ...rest)
    }
    if (!Array.isArray(reply)) throw unexpectedReply()
    return reply.map(textOf)
  }
}

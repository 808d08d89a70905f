import { createHash } from 'node:crypto'
import type { ApplicationKeys } from './key-names.ts'
import { type Send, textOf, unexpectedAnswer } from './redis-client.ts'

/** A Lua script: one atomic step on the keys of one application. Its answer is a list of text. */
export class Script {
  readonly source: string
  readonly #sha1: string

  constructor(...parts: string[]) {
    this.source = parts.join('\n')
    this.#sha1 = createHash('sha1').update(this.source).digest('hex')
  }

  /** Sends the script's hash, and the whole text where the server does not have it (any longer). */
  async run(send: Send, keys: ApplicationKeys, args: readonly string[]): Promise<string[]> {
    const { sellers, leases, due, ids, owners } = keys
    const rest = ['5', sellers, leases, due, ids, owners, ...args]
    let reply: unknown
    try {
      reply = await send(sellers, 'EVALSHA', this.#sha1, ...rest)
    } catch (error) {
      if (!isUnknownScript(error)) throw error
      reply = await send(sellers, 'EVAL', this.source, ...rest)
    }
    if (!Array.isArray(reply)) throw unexpectedAnswer()
    return reply.map(textOf)
  }
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT')
}

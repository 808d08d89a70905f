import {
  assertObject,
  type DueQuery,
  invalidValue,
  type LeasedRecord,
  type LeaseOutcome,
  type ListQuery,
  type SellerKey,
  type TokenRecord,
  type TokenStore,
} from 'mercadopago-oauth/store'
import { assertFilledText, assertInteger, assertText, msOf } from './argument.ts'
import { entryOf, ownerTag, recordOf } from './entry.ts'
import { claimKey, keysOf } from './key-names.ts'
import { claimDueLeases, releaseLease, takeLease } from './lease-scripts.ts'
import { listAll, listDue, listNeverDue, listOwned } from './list-scripts.ts'
import { claimOnce, deleteRecord, getRecord, saveRecord } from './record-scripts.ts'
import { type RedisClient, type Send, senderOf, unexpectedReply } from './redis-client.ts'
import type { Script } from './script.ts'
import { type ServerFinding, serverFindings } from './server-finding.ts'
import { upgradeEntries } from './upgrade.ts'

/** Options of {@link RedisTokenStore}. */
export interface RedisTokenStoreOptions {
  /** A connected client of `redis` or `ioredis`. The store does not close it. */
  client: RedisClient
  /** The beginning of every key, before a colon. No braces. Default `mercadopago`. */
  prefix?: string
}

/** A claim must outlive every attempt, whatever the clocks of machines say. */
const shortestClaimMs = 3_600_000

/**
 * Keeps sellers' tokens in Redis (5 or later) or Valkey, for any number of machines. Every method of
 * `TokenStore` is one atomic script, but for a list of very many due sellers, and rejects if it fails. Sellers
 * never expire.
 */
export class RedisTokenStore implements TokenStore {
  readonly #client: RedisClient
  readonly #send: Send
  readonly #prefix: string

  /**
   * Checks its options and sends nothing.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
   */
  constructor(options: RedisTokenStoreOptions) {
    assertObject(options, 'options')
    const { client, prefix = 'mercadopago' } = options
    assertFilledText(prefix, 'prefix')
    // In a cluster, braces in the prefix would decide which machine has a key.
    if (/[{}]/.test(prefix)) throw invalidValue('prefix', 'must not contain braces')
    this.#client = client
    this.#send = senderOf(client)
    this.#prefix = prefix
  }

  /**
   * Upgrades the sellers that an earlier release stored, then checks the server as {@link inspectServer} does.
   * Call it at every start, on every machine. It may be interrupted and repeated; once all is upgraded it costs
   * two commands.
   *
   * Until then, sellers of an earlier release work; only `list({ due: 'never' })` does not find them.
   *
   * @throws Error when a newer release wrote the data; nothing is changed then.
   */
  async migrate(): Promise<ServerFinding[]> {
    await upgradeEntries(this.#client, this.#prefix)
    return await this.inspectServer()
  }

  /** Checks whether the server's setup can lose sellers. Empty if all is well. Of a cluster, it asks one machine. */
  async inspectServer(): Promise<ServerFinding[]> {
    return await serverFindings(this.#send)
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const [entry] = await this.#run(getRecord, key.clientId, sellerOf(key))
    return entry === undefined ? undefined : recordOf(key, entry)
  }

  async save(
    record: TokenRecord,
    expected: number | undefined,
    endLease?: string | true,
  ): Promise<boolean> {
    const [outcome] = await this.#run(
      saveRecord,
      record.clientId,
      sellerOf(record),
      expected === undefined ? '' : String(expected),
      entryOf(record),
      record.dueAt === null ? '' : msOf(record.dueAt, 'dueAt'),
      ownerTag(record.owner),
      endedLease(endLease),
    )
    return isYes(outcome, 'saved', 'refused')
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    assertInteger(leaseMs, 'leaseMs', 1)
    const args = [sellerOf(key), holder, String(leaseMs)]
    const [state, entry = '', abandoned] = await this.#run(takeLease, key.clientId, ...args)
    if (state === 'missing' || state === 'held') return { state }
    if (state !== 'leased') throw unexpectedReply()
    return { state, record: recordOf(key, entry), abandoned: abandoned === '1' }
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    await this.#run(releaseLease, key.clientId, sellerOf(key), holder)
  }

  async claimDue(query: DueQuery): Promise<LeasedRecord[]> {
    const { clientId, dueBefore, limit, holder, leaseMs } = query
    assertInteger(limit, 'limit', 0)
    assertInteger(leaseMs, 'leaseMs', 1)
    const args = [msOf(dueBefore, 'dueBefore'), String(limit), holder, String(leaseMs)]
    const claimed = await this.#run(claimDueLeases, clientId, ...args)
    return grouped(claimed, 3).map(([sellerId = '', entry = '', abandoned]) => {
      return { record: recordOf({ clientId, sellerId }, entry), abandoned: abandoned === '1' }
    })
  }

  async byOwner(clientId: string, owner: string): Promise<TokenRecord[]> {
    const found = recordsOf(clientId, await this.#run(listOwned, clientId, ownerTag(owner)))
    return found
      .filter((record) => record.owner === owner || Number.isNaN(record.generation))
      .sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime())
  }

  async list({ clientId, after, limit, due }: ListQuery): Promise<TokenRecord[]> {
    if (after !== undefined) assertText(after, 'after')
    assertInteger(limit, 'limit', 0)
    const from = after === undefined ? '-' : `(${after}`
    if (typeof due === 'object') return await this.#listDue(clientId, from, limit, due)
    const script = due === 'never' ? listNeverDue : listAll
    return recordsOf(clientId, await this.#run(script, clientId, from, String(limit)))
  }

  /** In slices, so that no script holds up the server: the sellers wanted can be far apart. */
  async #listDue(clientId: string, from: string, limit: number, due: Date): Promise<TokenRecord[]> {
    const records: TokenRecord[] = []
    let next = from
    while (next !== '' && records.length < limit) {
      const args = [next, String(limit - records.length), msOf(due, 'due')]
      const [goOn = '', ...found] = await this.#run(listDue, clientId, ...args)
      for (const record of recordsOf(clientId, found)) records.push(record)
      next = goOn
    }
    return records
  }

  async delete(key: SellerKey): Promise<void> {
    await this.#run(deleteRecord, key.clientId, sellerOf(key))
  }

  /** The server's clock decides. A key stays claimed until `expiresAt`, and for at least an hour. */
  async claim(key: string, expiresAt: Date): Promise<boolean> {
    assertText(key, 'key')
    const keys = [claimKey(this.#prefix, key)]
    const args = [msOf(expiresAt, 'expiresAt'), String(shortestClaimMs)]
    const [outcome] = await claimOnce.run(this.#send, keys, args)
    return isYes(outcome, 'claimed', 'taken')
  }

  async #run(script: Script, clientId: string, ...args: string[]): Promise<string[]> {
    return await script.run(this.#send, keysOf(this.#prefix, clientId), args)
  }
}

function sellerOf({ sellerId }: SellerKey): string {
  assertText(sellerId, 'sellerId')
  return sellerId
}

/** No holder (empty), any holder, or one holder. */
function endedLease(endLease: string | true | undefined): string {
  if (endLease === undefined) return ''
  return endLease === true ? 'any' : `=${endLease}`
}

function isYes(outcome: string | undefined, yes: string, no: string): boolean {
  if (outcome !== yes && outcome !== no) throw unexpectedReply()
  return outcome === yes
}

function recordsOf(clientId: string, found: readonly string[]): TokenRecord[] {
  return grouped(found, 2).map(([sellerId = '', entry = '']) =>
    recordOf({ clientId, sellerId }, entry),
  )
}

function grouped(values: readonly string[], size: number): string[][] {
  return Array.from({ length: values.length / size }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}

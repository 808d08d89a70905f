import type {
  ClaimedSeller,
  DueQuery,
  LeaseOutcome,
  SellerKey,
  TokenRecord,
  TokenStore,
  UnreadableSeller,
} from 'mercadopago-oauth'
import { claimKey, keysOf, ownerTag } from './key-names.ts'
import { claimDueLeases, releaseLease, takeLease } from './lease-scripts.ts'
import { listAll, listOwned } from './list-scripts.ts'
import {
  assertDate,
  assertFilledText,
  assertObject,
  assertText,
  assertWholeNumber,
  invalidValue,
} from './option.ts'
import { deleteRecord, getRecord, saveRecord } from './record-scripts.ts'
import { type RedisClient, type Send, senderOf, textOf, unexpectedAnswer } from './redis-client.ts'
import type { Script } from './script.ts'
import { serverFindings } from './server-check.ts'
import { entryOf, ownerTagOf, recordOf } from './stored-record.ts'

/** Options of {@link RedisTokenStore}. */
export interface RedisTokenStoreOptions {
  /** A connected client of `redis` or `ioredis`. It stays yours: you close it. */
  client: RedisClient
  /** What every key begins with, before a colon. No braces. Default `mercadopago`. */
  prefix?: string
}

const scripts = [
  getRecord,
  saveRecord,
  deleteRecord,
  takeLease,
  releaseLease,
  claimDueLeases,
  listOwned,
  listAll,
]

/** Clocks of machines may differ by this much, and a claim still holds until its end on all of them. */
const clockToleranceMs = 60_000

/**
 * Keeps sellers' tokens in Redis (5 or later) or Valkey, for any number of machines. Every method is one
 * script or one command, so it happens whole or not at all, and rejects when it fails. Sellers never expire.
 */
export class RedisTokenStore implements TokenStore {
  readonly #send: Send
  readonly #prefix: string

  /**
   * Only checks its options; nothing is sent.
   *
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
   */
  constructor(options: RedisTokenStoreOptions) {
    assertObject(options, 'options')
    const { client, prefix = 'mercadopago' } = options
    assertFilledText(prefix, 'prefix')
    // Braces there would be the hash tag, in place of the application's.
    if (/[{}]/.test(prefix)) throw invalidValue('"prefix" must not contain braces')
    this.#send = senderOf(client)
    this.#prefix = prefix
  }

  /**
   * Makes ready: loads the scripts and checks the server. There are no tables, so it may run at every start.
   * Gives the findings of {@link inspectServer}; print them, or refuse to start.
   */
  async migrate(): Promise<string[]> {
    for (const { source } of scripts) await this.#send(undefined, 'SCRIPT', 'LOAD', source)
    return await this.inspectServer()
  }

  /**
   * What could lose sellers in how the server is set up, one sentence each: it evicts keys, keeps nothing on
   * disk, is a replica, or does not let itself be asked. Empty when all is well. Of a cluster, one machine is asked.
   */
  async inspectServer(): Promise<string[]> {
    return await serverFindings(this.#send)
  }

  async get(key: SellerKey): Promise<TokenRecord | undefined> {
    const [entry] = await this.#run(getRecord, key.application, sellerOf(key))
    return entry === undefined ? undefined : this.#record(key, entry)
  }

  async save(record: TokenRecord, expected: number | undefined, holder?: string): Promise<boolean> {
    if (expected !== undefined) assertWholeNumber(expected, 'expected', 0)
    const [outcome] = await this.#run(
      saveRecord,
      record.application,
      sellerOf(record),
      expected === undefined ? '' : String(expected),
      entryOf(record),
      record.dueAt === null ? '' : msOf(record.dueAt, 'dueAt'),
      ownerTagOf(record),
      ...(holder === undefined ? [] : [holderOf(holder)]),
    )
    if (outcome !== 'saved' && outcome !== 'refused') throw unexpectedAnswer()
    return outcome === 'saved'
  }

  async lease(key: SellerKey, holder: string, leaseMs: number): Promise<LeaseOutcome> {
    assertWholeNumber(leaseMs, 'leaseMs', 1)
    const [state, entry = '', abandoned] = await this.#run(
      takeLease,
      key.application,
      sellerOf(key),
      holderOf(holder),
      String(leaseMs),
    )
    if (state === 'missing' || state === 'held') return { state }
    if (state !== 'leased') throw unexpectedAnswer()
    return { state: 'leased', record: this.#record(key, entry), abandoned: abandoned === '1' }
  }

  async release(key: SellerKey, holder: string): Promise<void> {
    await this.#run(releaseLease, key.application, sellerOf(key), holderOf(holder))
  }

  async claimDue(query: DueQuery): Promise<ClaimedSeller[]> {
    const { application, dueBefore, limit, holder, leaseMs } = query
    assertWholeNumber(limit, 'limit', 0)
    assertWholeNumber(leaseMs, 'leaseMs', 1)
    const claimed = await this.#run(
      claimDueLeases,
      application,
      msOf(dueBefore, 'dueBefore'),
      String(limit),
      holderOf(holder),
      String(leaseMs),
    )
    return grouped(claimed, 3).map(([sellerId = '', entry = '', abandoned]) => {
      const record = recordOf(application, sellerId, entry)
      return record === undefined
        ? { state: 'unreadable', sellerId }
        : { state: 'leased', record, abandoned: abandoned === '1' }
    })
  }

  async byOwner(application: string, owner: string): Promise<TokenRecord[]> {
    assertText(owner, 'owner')
    const found = await this.#run(listOwned, application, ownerTag(owner))
    return this.#records(application, found).sort(
      (a, b) => a.linkedAt.getTime() - b.linkedAt.getTime(),
    )
  }

  /** In the order of the ids' bytes in UTF-8. */
  async list(
    application: string,
    after: string | undefined,
    limit: number,
  ): Promise<(TokenRecord | UnreadableSeller)[]> {
    if (after !== undefined) assertText(after, 'after')
    assertWholeNumber(limit, 'limit', 0)
    const from = after === undefined ? '-' : `(${after}`
    const found = await this.#run(listAll, application, from, String(limit))
    return grouped(found, 2).map(([sellerId = '', entry = '']) => {
      return recordOf(application, sellerId, entry) ?? { state: 'unreadable', sellerId }
    })
  }

  async delete(key: SellerKey): Promise<void> {
    await this.#run(deleteRecord, key.application, sellerOf(key))
  }

  /**
   * The time left is judged by this process's clock, and the key kept a minute longer, because the clocks of
   * machines differ. A key whose time is over can be claimed once in that minute.
   */
  async claim(key: string, expiresAt: Date): Promise<boolean> {
    assertText(key, 'key')
    assertDate(expiresAt, 'expiresAt')
    const leftMs = Math.max(expiresAt.getTime() - Date.now(), 0) + clockToleranceMs
    const name = claimKey(this.#prefix, key)
    const reply = await this.#send(name, 'SET', name, '1', 'PX', String(leftMs), 'NX')
    if (reply !== null && textOf(reply) !== 'OK') throw unexpectedAnswer()
    return reply !== null
  }

  async #run(script: Script, application: string, ...args: string[]): Promise<string[]> {
    return await script.run(this.#send, keysOf(this.#prefix, application), args)
  }

  #records(application: string, found: readonly string[]): TokenRecord[] {
    return grouped(found, 2).map(([sellerId = '', entry = '']) =>
      this.#record({ application, sellerId }, entry),
    )
  }

  #record({ application, sellerId }: SellerKey, entry: string): TokenRecord {
    const record = recordOf(application, sellerId, entry)
    if (record !== undefined) return record
    const { sellers } = keysOf(this.#prefix, application)
    throw new Error(`the entry of seller ${sellerId} in ${sellers} is not a token record`)
  }
}

function sellerOf({ sellerId }: SellerKey): string {
  assertText(sellerId, 'sellerId')
  return sellerId
}

function holderOf(holder: string): string {
  assertText(holder, 'holder')
  return holder
}

function msOf(date: Date, name: string): string {
  assertDate(date, name)
  return String(date.getTime())
}

function grouped(values: readonly string[], size: number): string[][] {
  return Array.from({ length: values.length / size }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
}

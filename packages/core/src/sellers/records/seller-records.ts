import { ReauthorizationRequiredError, TokenIntegrityError } from '../../errors.ts'
import { assertObject, assertString, invalidValue, positiveInteger } from '../../option.ts'
import { encryptionKeysOf } from '../../sealing/encryption-keys.ts'
import type { KeyProvider } from '../../sealing/key-provider.ts'
import type { LeasedRecord, SellerKey, TokenRecord, TokenStore } from '../../store/token-store.ts'
import { KeyRing } from '../keys/key-ring.ts'
import { createKeyCheck, type KeyCheck } from './key-check.ts'
import { type LiveToken, liveToken } from './live-token.ts'
import { dataKeysPlace, isReserved } from './reserved-record.ts'
import type { Announce } from './seller-events.ts'
import {
  decodeRecord,
  type Envelope,
  encodeRecord,
  envelopeOf,
  type SellerRecord,
} from './seller-record.ts'
import { StoreDeadline } from './store-deadline.ts'
import { type SealedField, type Sealer, TokenVault } from './token-vault.ts'

/** What {@link SellerRecords} is made of. */
export interface SellerRecordsOptions {
  /** The application's Client ID: whose sellers these are. */
  clientId: string
  /** Where the records are kept. */
  store: TokenStore
  /**
   * 32 random bytes each, as bytes or in base64, base64url or hex; or key providers. The first encrypts, all
   * decrypt.
   */
  encryptionKeys: readonly (string | Uint8Array | KeyProvider)[]
  /** Part of what seals a token, so that test and live records never open for each other. */
  environment: string
  /** How long the store may take, in milliseconds. Default 1,500. */
  storeTimeoutMs?: number | undefined
  /** How long a key provider may take, in milliseconds. Default 5,000. */
  keyManagerTimeoutMs?: number | undefined
  /** How long a data key that a key provider unwrapped is held in memory, in milliseconds. Default one hour. */
  dataKeyMs?: number | undefined
  /** Tells the time. Default: the system clock. */
  clock?: (() => Date) | undefined
  /** Receives `integrityFailure` events. Default: no listener. */
  announce?: Announce | undefined
  /** Whether `checkKeys()` makes the record that it checks by, where there is none. Default `true`. */
  makesKeyCheck?: boolean | undefined
}

/** A record of which something cannot be read or decrypted. */
export interface UnreadableRecord {
  /** The seller's id at the provider. */
  readonly sellerId: string
  /** Why: `token_undecryptable` or `record_unreadable`. */
  readonly error: TokenIntegrityError
}

/** A seller whose lease was just taken. */
export interface Leased {
  readonly record: SellerRecord
  /** An earlier holder may have died between sending the refresh token and saving the response. */
  readonly abandoned: boolean
}

/** Which due sellers {@link SellerRecords.claimDue} leases, and for how long. */
export interface DueClaim {
  readonly dueBefore: Date
  /** At most this many. */
  readonly limit: number
  readonly holder: string
  readonly leaseMs: number
  /** The next due date of a record that cannot be read. */
  readonly putOffUntil: Date
}

/** Which sellers of the application {@link SellerRecords.page} reads. */
export interface PageQuery {
  readonly after: string | undefined
  readonly due: Date | 'never' | undefined
}

const pageSize = 100
/** The longest id that every store can hold; see `SellerKey`. */
const longestIdBytes = 1024

/**
 * The only access to the stored sellers of an application. Only this class reads and writes records, decrypts their
 * tokens, checks the keys, and knows which ids are reserved. Every call ends within a deadline.
 */
export class SellerRecords {
  readonly #clientId: string
  readonly #store: TokenStore
  readonly #timeoutMs: number
  readonly #announce: Announce
  readonly #ring: KeyRing
  readonly #vault: TokenVault
  readonly #keyCheck: KeyCheck

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: SellerRecordsOptions) {
    const { clientId, store, environment, announce = () => {}, makesKeyCheck = true } = options
    assertString(clientId, 'clientId')
    assertObject(store, 'store')
    assertString(environment, 'environment')
    this.#clientId = clientId
    this.#store = options.store
    this.#timeoutMs = positiveInteger(options.storeTimeoutMs, 'storeTimeoutMs', 1_500)
    this.#announce = announce
    this.#ring = new KeyRing({
      keys: encryptionKeysOf(options.encryptionKeys),
      place: dataKeysPlace(clientId, options.store, () => this.deadline()),
      timeoutMs: positiveInteger(options.keyManagerTimeoutMs, 'keyManagerTimeoutMs', 5_000),
      holdMs: positiveInteger(options.dataKeyMs, 'dataKeyMs', 3_600_000),
      clock: options.clock ?? (() => new Date()),
    })
    this.#vault = new TokenVault(this.#ring, environment)
    this.#keyCheck = createKeyCheck({
      clientId,
      store: options.store,
      vault: this.#vault,
      makesRecord: makesKeyCheck,
    })
  }

  /** One deadline for several calls that a caller awaits one after the other. */
  deadline(): StoreDeadline {
    return new StoreDeadline(this.#clientId, this.#timeoutMs)
  }

  /**
   * Checks that the configured keys can decrypt the stored tokens. Asks the store once; later calls
   * return at once.
   *
   * @returns whether there was a record to check them by, or one was made.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  checkKeys(): Promise<boolean> {
    return this.#keyCheck.check(this.deadline())
  }

  /** Seals the record that checks the keys with the first key, once all sellers are. */
  rewrapKeyCheck(): Promise<void> {
    return this.#keyCheck.rewrap(this.deadline())
  }

  /** Makes a new data key, which seals from now on. Throws what `KeyRing.rotate` and {@link checkKeys} throw. */
  async rotateDataKey(): Promise<void> {
    await this.checkKeys()
    await this.#ring.rotate()
  }

  /** Removes data keys that were replaced long ago: for when nothing is sealed with them. */
  dropReplacedDataKeys(): Promise<void> {
    return this.#ring.dropReplaced()
  }

  /** Wipes the data keys. One that is needed afterwards is unwrapped, used and wiped again. */
  wipeDataKeys(): void {
    this.#ring.close()
  }

  /** @throws ReauthorizationRequiredError `not_linked`; and what {@link find} throws. */
  async get(sellerId: string, deadline?: StoreDeadline): Promise<SellerRecord> {
    const record = await this.find(sellerId, deadline)
    if (record === undefined) throw new ReauthorizationRequiredError('not_linked')
    return record
  }

  /**
   * Reads a seller's record; `undefined` when there is none.
   *
   * @throws StoreUnavailableError `store_unavailable`
   * @throws TokenIntegrityError `record_unreadable`
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `sellerId`.
   */
  async find(sellerId: string, deadline?: StoreDeadline): Promise<SellerRecord | undefined> {
    const key = this.keyOf(sellerId)
    const stored = await this.#within(deadline, 'get', () => this.#store.get(key))
    return stored && this.#decoded(key, stored)
  }

  /** Reads what a new link needs of an earlier one, which may be damaged otherwise. */
  async envelope(sellerId: string): Promise<Envelope | undefined> {
    const key = this.keyOf(sellerId)
    const stored = await this.#within(undefined, 'get', () => this.#store.get(key))
    if (stored === undefined) return undefined
    return envelopeOf(key, stored) ?? this.#unreadable(key)
  }

  /** Writes a record if the stored generation is `expected`; returns whether it did. */
  save(
    record: SellerRecord,
    expected: number | undefined,
    endLease?: string | true,
    deadline?: StoreDeadline,
  ): Promise<boolean> {
    return this.#within(deadline, 'save', () =>
      this.#store.save(encodeRecord(record), expected, endLease),
    )
  }

  /** Takes a seller's lease; `'held'` when another holder's is running. Throws what {@link get} throws. */
  async lease(
    sellerId: string,
    holder: string,
    leaseMs: number,
    deadline?: StoreDeadline,
  ): Promise<Leased | 'held'> {
    const key = this.keyOf(sellerId)
    const outcome = await this.#within(deadline, 'lease', () =>
      this.#store.lease(key, holder, leaseMs),
    )
    if (outcome.state === 'held') return 'held'
    if (outcome.state === 'missing') throw new ReauthorizationRequiredError('not_linked')
    return { record: this.#decoded(key, outcome.record), abandoned: outcome.abandoned }
  }

  release(sellerId: string, holder: string, deadline?: StoreDeadline): Promise<void> {
    return this.#within(deadline, 'release', () =>
      this.#store.release(this.keyOf(sellerId), holder),
    )
  }

  /**
   * Leases sellers that are due, the longest first. One whose record cannot be read is put off, so that a sweep
   * does not meet it again and again.
   */
  async claimDue(claim: DueClaim): Promise<(Leased | UnreadableRecord)[]> {
    const { dueBefore, limit, holder, leaseMs } = claim
    const query = { clientId: this.#clientId, dueBefore, limit, holder, leaseMs }
    const claimed = await this.#within(undefined, 'claimDue', () => this.#store.claimDue(query))
    return await Promise.all(claimed.map((one) => this.#claimed(one, claim)))
  }

  /** Every seller of an owner, in the order they were linked. Throws what {@link find} throws. */
  async byOwner(owner: string): Promise<SellerRecord[]> {
    const stored = await this.#within(undefined, 'byOwner', () =>
      this.#store.byOwner(this.#clientId, owner),
    )
    return stored.map((each) => this.#decoded(this.#listedKey(each), each))
  }

  /** Reads all sellers in the order of their ids, page by page. */
  async *all({ after, due }: PageQuery): AsyncGenerator<SellerRecord | UnreadableRecord> {
    let last = after
    for (;;) {
      const query = { clientId: this.#clientId, after: last, limit: pageSize, due }
      const page = await this.#within(undefined, 'list', () => this.#store.list(query))
      for (const stored of page) if (!isReserved(stored.sellerId)) yield this.#readable(stored)
      if (page.length < pageSize) return
      last = page.at(-1)?.sellerId
    }
  }

  delete(sellerId: string): Promise<void> {
    return this.#within(undefined, 'delete', () => this.#store.delete(this.keyOf(sellerId)))
  }

  claim(key: string, expiresAt: Date): Promise<boolean> {
    return this.#within(undefined, 'claim', () => this.#store.claim(key, expiresAt))
  }

  /**
   * Runs work that seals. The key is at hand before the work begins, so that sealing cannot fail.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`: the work was not begun.
   */
  sealing<T>(work: (sealer: Sealer) => Promise<T>): Promise<T> {
    return this.#vault.sealing(work)
  }

  /** Checks that work which seals could begin now. Throws what {@link sealing} throws. */
  async checkSealing(): Promise<void> {
    await this.sealing(async () => {})
  }

  /**
   * Decrypts a token of a record.
   *
   * @throws TokenIntegrityError `token_undecryptable`, after `integrityFailure` was announced.
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  async reveal(record: SellerRecord, field: SealedField): Promise<string> {
    try {
      return await this.#vault.open(record, field)
    } catch (error) {
      if (error instanceof TokenIntegrityError) {
        const { sellerId } = record
        this.#announce('integrityFailure', { sellerId, keyId: error.keyId })
      }
      throw error
    }
  }

  /** The access token of a record, in the clear. Throws what {@link reveal} throws. */
  async open(record: SellerRecord): Promise<LiveToken> {
    return liveToken(record, await this.reveal(record, 'accessToken'))
  }

  /** Checks that both tokens can be decrypted. Throws what {@link reveal} throws. */
  async verify(record: SellerRecord): Promise<void> {
    await this.reveal(record, 'accessToken')
    if (record.refreshToken !== null) await this.reveal(record, 'refreshToken')
  }

  /** Names a seller's record. @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `sellerId`. */
  keyOf(sellerId: string): SellerKey {
    assertString(sellerId, 'sellerId')
    if (!isSellerId(sellerId)) throw invalidValue('sellerId', "must be a seller's id")
    return { clientId: this.#clientId, sellerId }
  }

  #within<T>(
    deadline: StoreDeadline | undefined,
    operation: keyof TokenStore,
    call: () => Promise<T>,
  ): Promise<T> {
    return (deadline ?? this.deadline()).for(operation, call)
  }

  #decoded(key: SellerKey, stored: TokenRecord): SellerRecord {
    // Nothing else here accepts such an id, so that a sweep would end at it.
    const record = isSellerId(key.sellerId) ? decodeRecord(key, stored) : undefined
    return record ?? this.#unreadable(key)
  }

  async #claimed(
    { record: stored, abandoned }: LeasedRecord,
    { holder, putOffUntil }: DueClaim,
  ): Promise<Leased | UnreadableRecord> {
    const record = this.#readable(stored)
    if (!('error' in record)) return { record, abandoned }
    const later = { ...stored, dueAt: putOffUntil }
    await this.#within(undefined, 'save', () =>
      this.#store.save(later, later.generation, holder),
    ).catch(
      // The lease expires, and then the record is met again.
      () => {},
    )
    return record
  }

  /** For one of many: what is wrong with it must not stop the others. */
  #readable(stored: TokenRecord): SellerRecord | UnreadableRecord {
    const key = this.#listedKey(stored)
    try {
      return this.#decoded(key, stored)
    } catch (error) {
      if (!(error instanceof TokenIntegrityError)) throw error
      return { sellerId: key.sellerId, error }
    }
  }

  #listedKey({ sellerId }: TokenRecord): SellerKey {
    return { clientId: this.#clientId, sellerId: String(sellerId) }
  }

  #unreadable({ sellerId }: SellerKey): never {
    this.#announce('integrityFailure', { sellerId, keyId: undefined })
    throw new TokenIntegrityError('record_unreadable')
  }
}

/** Some stores cannot hold other text, and their refusal would look like an outage. */
function isSellerId(id: string): boolean {
  const isText = id !== '' && !/[\p{Cc}\p{Surrogate}]/u.test(id)
  return isText && Buffer.byteLength(id) <= longestIdBytes && !isReserved(id)
}

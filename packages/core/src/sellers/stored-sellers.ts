import { positiveInteger } from '../option.ts'
import { Leases } from './records/leases.ts'
import { type ListedSeller, type ListOptions, listSellers } from './records/listing.ts'
import { renewBeforeMsOf } from './records/renewal-window.ts'
import { type RewrapOptions, type RewrapStep, rewrapAll } from './records/rewrap.ts'
import { SellerRecords, type SellerRecordsOptions } from './records/seller-records.ts'

/** Options of {@link StoredSellers}. */
export interface StoredSellersOptions
  extends Omit<SellerRecordsOptions, 'announce' | 'makesKeyCheck'> {
  /** How long `rewrap()` keeps other machines off a seller, in milliseconds. Default 30,000. */
  leaseMs?: number | undefined
  /** What the app has as `renewBeforeDays`, by which `overdue` is judged. Default 30. */
  renewBeforeDays?: number | undefined
}

/**
 * What can be done with the stored sellers of an application without its Client Secret, for operators' tools.
 * Only `rewrap()` and `rotateDataKey()` write.
 */
export class StoredSellers {
  readonly #records: SellerRecords
  readonly #leases: Leases
  readonly #clock: () => Date
  readonly #renewBeforeMs: number

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: StoredSellersOptions) {
    const { clock = () => new Date() } = options
    const leaseMs = positiveInteger(options.leaseMs, 'leaseMs', 30_000)
    this.#renewBeforeMs = renewBeforeMsOf(options.renewBeforeDays)
    this.#records = new SellerRecords({ ...options, makesKeyCheck: false })
    this.#leases = new Leases({
      records: this.#records,
      leaseMs,
      waitMs: leaseMs,
      closing: new AbortController().signal,
      clock,
    })
    this.#clock = clock
  }

  /**
   * Checks that the configured keys can decrypt the stored tokens. Writes nothing, so that wrong keys never
   * become those of an empty store.
   *
   * @returns `false` when the application has not used the store yet, so nothing was checked.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  checkKeys(): Promise<boolean> {
    return this.#records.checkKeys()
  }

  /** See `SellerTokens.list()`. */
  list(options: ListOptions = {}): AsyncGenerator<ListedSeller, void, undefined> {
    return listSellers(this.#records, options, {
      now: this.#clock(),
      renewBeforeMs: this.#renewBeforeMs,
    })
  }

  /** See `SellerTokens.rotateDataKey()`. */
  rotateDataKey(): Promise<void> {
    return this.#records.rotateDataKey()
  }

  /** See `SellerTokens.rewrap()`. */
  rewrap(options: RewrapOptions = {}): AsyncGenerator<RewrapStep, void, undefined> {
    return rewrapAll({ records: this.#records, leases: this.#leases, clock: this.#clock }, options)
  }

  /** Wipes the data keys that a key provider unwrapped. One that is needed afterwards is unwrapped again. */
  close(): void {
    this.#records.wipeDataKeys()
  }
}

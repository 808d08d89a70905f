import { EventEmitter, setMaxListeners } from 'node:events'
import { assertHasSecret, type Client } from '../client.ts'
import { ReauthorizationRequiredError, TokenIntegrityError } from '../errors.ts'
import type { ReplayGuard } from '../flow/replay-guard.ts'
import { userId } from '../flow/user-id.ts'
import { assertObject, assertString, positiveInteger } from '../option.ts'
import type { TokenSet } from '../protocol/token-set.ts'
import type { KeyProvider } from '../sealing/key-provider.ts'
import type { TokenStore } from '../store/token-store.ts'
import { AccessTokens } from './access/access-tokens.ts'
import { ApplicationToken } from './access/application-token.ts'
import { bearerFetch, isRepeatable } from './access/bearer-fetch.ts'
import { TokenHosts } from './access/token-hosts.ts'
import { type LinkingParts, type LinkOptions, linkSeller } from './linking.ts'
import { Leases } from './records/leases.ts'
import { type ListedSeller, type ListOptions, listSellers } from './records/listing.ts'
import type { LiveToken } from './records/live-token.ts'
import { renewBeforeMsOf } from './records/renewal-window.ts'
import { type RewrapOptions, type RewrapStep, rewrapAll } from './records/rewrap.ts'
import type { Announce, SellerEvents } from './records/seller-events.ts'
import { sellerHash } from './records/seller-hash.ts'
import type { SellerRecord } from './records/seller-record.ts'
import { SellerRecords } from './records/seller-records.ts'
import { type SellerStatus, type StatusParts, sellerStatus } from './records/seller-status.ts'
import { type AuthorizationCheckParts, checkAuthorization } from './renewal/authorization-check.ts'
import { endAuthorization } from './renewal/authorization-end.ts'
import {
  type RenewalOutcome,
  type RenewDueOptions,
  type SweepParts,
  sweepDue,
} from './renewal/due-sweep.ts'
import { PendingSaves } from './renewal/pending-saves.ts'
import { Renewer } from './renewal/renewer.ts'

/** Options of {@link SellerTokens}. */
export interface SellerTokensOptions {
  /** Sends the renewals; its Client ID says whose sellers these are. */
  client: Client
  /** Where the sealed tokens live. */
  store: TokenStore
  /**
   * 32 random bytes each, as bytes or in base64, base64url or hex; or key providers, for keys that never leave a
   * key manager. The first encrypts, all decrypt.
   */
  encryptionKeys: readonly (string | Uint8Array | KeyProvider)[]
  /** How long a key provider may take, in milliseconds. Default 5,000. */
  keyManagerTimeoutMs?: number
  /** How long a data key that a key provider unwrapped is held in memory, in milliseconds. Default one hour. */
  dataKeyMs?: number
  /** Part of what seals a token, so that test and live records never open for each other. Default: the provider's name. */
  environment?: string
  /** How long a token read from the store is served without asking again, in milliseconds. Default 5,000. */
  cacheMs?: number
  /** How long a machine that works on a seller keeps the others off, in milliseconds. Default 30,000. */
  leaseMs?: number
  /** How long the store may take before a renewal is sent, and again afterwards, in milliseconds. Default 1,500. */
  storeTimeoutMs?: number
  /**
   * How long a caller waits for a renewal before it is given the token at hand, in milliseconds. Default
   * 2,000. One whose token has ended waits for the provider, or for another machine up to 30 s.
   */
  renewalWaitMs?: number
  /**
   * How long a refused refresh token is checked against the store before the seller counts as lost, in
   * milliseconds: another machine may have used it and not saved yet. Default: the client's `timeoutMs` plus
   * `storeTimeoutMs`, the longest that can take.
   */
  settleMs?: number
  /** How many renewals this process sends at once. Default 16. */
  maxRenewals?: number
  /** How many renewals of one seller this process sends in a minute, whatever the store says. Default 3. */
  renewalsPerMinute?: number
  /** Renew at most this many days before the end; never before the last sixth of a token's life. Default 30. */
  renewBeforeDays?: number
  /**
   * Further hosts to which `fetch()` may send a seller's token, such as `api.mercadolibre.com`. Default: none but
   * those of the provider's token endpoint and profile.
   */
  fetchHosts?: readonly string[]
  /** Tells the time. Default: the system clock. */
  clock?: () => Date
}

/** A token refused so soon after it was issued would be refused again: renewing it does not help. */
const freshMs = 60_000
/** How long the machine that works on a seller is waited for when there is no token to serve meanwhile. */
const longestWaitMs = 30_000

/**
 * The linked sellers of an application: their tokens encrypted in a store, renewed once across all
 * machines, and never silently lost.
 */
export class SellerTokens extends EventEmitter<SellerEvents> implements ReplayGuard {
  readonly #client: Client
  readonly #records: SellerRecords
  readonly #clock: () => Date
  readonly #renewBeforeMs: number
  readonly #leases: Leases
  readonly #pending: PendingSaves
  readonly #accessTokens: AccessTokens
  readonly #applicationToken: ApplicationToken
  readonly #sweep: SweepParts
  readonly #check: AuthorizationCheckParts
  readonly #linking: LinkingParts
  readonly #tokenHosts: TokenHosts
  readonly #closing = new AbortController()

  /** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option. */
  constructor(options: SellerTokensOptions) {
    super()
    assertObject(options, 'options')
    assertObject(options.client, 'client')
    assertHasSecret(options.client)
    const { client, environment = client.provider.name, clock = () => new Date() } = options
    const renewalWaitMs = positiveInteger(options.renewalWaitMs, 'renewalWaitMs', 2_000)
    const leaseMs = positiveInteger(options.leaseMs, 'leaseMs', 30_000)
    const cacheMs = positiveInteger(options.cacheMs, 'cacheMs', 5_000)
    const renewBeforeMs = renewBeforeMsOf(options.renewBeforeDays)
    this.#tokenHosts = new TokenHosts(client.provider, options.fetchHosts)
    const { store, encryptionKeys, keyManagerTimeoutMs, dataKeyMs } = options
    const storeTimeoutMs = positiveInteger(options.storeTimeoutMs, 'storeTimeoutMs', 1_500)
    const longestFlightMs = client.timeoutMs + storeTimeoutMs
    const settleMs = positiveInteger(options.settleMs, 'settleMs', longestFlightMs)
    const maxRenewals = positiveInteger(options.maxRenewals, 'maxRenewals', 16)
    const renewalsPerMinute = positiveInteger(options.renewalsPerMinute, 'renewalsPerMinute', 3)
    const { clientId } = client
    const announce = this.#announce
    const closing = this.#closing.signal
    // Every caller who waits for another machine listens to it.
    setMaxListeners(0, closing)
    const records = new SellerRecords({
      clientId,
      store,
      encryptionKeys,
      environment,
      storeTimeoutMs,
      keyManagerTimeoutMs,
      dataKeyMs,
      clock,
      announce,
    })
    const waitMs = Math.max(renewalWaitMs, longestWaitMs)
    const leases = new Leases({ records, leaseMs, waitMs, closing, clock })
    const pending = new PendingSaves(records, announce, leaseMs)
    const renewer = new Renewer({
      client,
      records,
      leases,
      pending,
      announce,
      clock,
      leaseMs,
      renewBeforeMs,
      settleMs,
      maxRenewals,
      renewalsPerMinute,
      closing,
    })
    this.#client = client
    this.#records = records
    this.#clock = clock
    this.#renewBeforeMs = renewBeforeMs
    this.#leases = leases
    this.#pending = pending
    this.#accessTokens = new AccessTokens({
      records,
      renewer,
      pending,
      clock,
      cacheMs,
      renewalWaitMs,
    })
    this.#applicationToken = new ApplicationToken(client, clock)
    this.#sweep = { records, leases, renewer, clock, leaseMs }
    this.#check = { client, records, leases, pending, renewer, announce, clock }
    this.#linking = { records, accessTokens: this.#accessTokens, announce, clock, renewBeforeMs }
  }

  /** The client of the options. */
  get client(): Client {
    return this.#client
  }

  /**
   * Checks that the configured keys can decrypt the stored tokens. This happens before the first token is
   * read; call it at start to fail there.
   *
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  async checkKeys(): Promise<void> {
    await this.#records.checkKeys()
  }

  /**
   * Checks that new tokens can be encrypted now: the data key of a key provider is unwrapped if it is not in memory.
   * Keys as bytes are always at hand. Call it before you spend a code; the adapters do.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws StoreUnavailableError `store_unavailable`
   */
  async checkSealing(): Promise<void> {
    await this.#records.checkSealing()
  }

  /**
   * Keeps the tokens of a seller who consented, over earlier ones of the same seller.
   *
   * @throws SellerConflictError `seller_mismatch`, `seller_already_linked`: the seller stays with its owner. The
   *   new tokens are kept there, because the provider may have ended the earlier ones.
   * @throws TokenIntegrityError `record_unreadable`: not even the owner of the earlier record can be read.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`: nothing is kept.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`: `tokens` names nobody, or `encryptionKeys` lacks a key.
   */
  async link(tokens: TokenSet, options: LinkOptions = {}): Promise<SellerStatus> {
    return await linkSeller(this.#linking, tokens, options)
  }

  /**
   * A live access token of the seller, renewed first when that is due.
   *
   * A token that was read less than `cacheMs` ago is served from memory.
   *
   * @param options.signal - Stops waiting; a renewal that has begun goes on for the others.
   * @throws ReauthorizationRequiredError `reauthorization_required`: the seller must link again.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TokenIntegrityError `token_undecryptable`, `record_unreadable`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`;
   *   this and what follows only when the token at hand has expired.
   * @throws RenewalUnavailableError `renewal_busy`, `renewal_refused`, `closed`
   * @throws CodeExchangeError `client_rejected`
   * @throws TokenResponseError `token_response_invalid`
   * @throws SellerConflictError `seller_mismatch`: the response held another seller's tokens.
   */
  async accessToken(sellerId: string, options: { signal?: AbortSignal } = {}): Promise<string> {
    const { accessToken } =
      this.#accessTokens.atHand(sellerId) ?? (await this.#liveToken(sellerId, options.signal))
    return accessToken
  }

  /**
   * A request to the provider's API in the seller's name. When the response is 401, the token is renewed once for
   * all requests that were refused with it. Then the request is sent again, unless its body is a stream.
   *
   * Redirects are not followed: a redirect would take the token to another host. Neither is `url` sent to a host
   * that is not the provider's or one of `fetchHosts`, wherever it came from.
   *
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `url`: it is not https, or on another host; what
   * `accessToken` throws; and what the platform's own `fetch` throws when there is no response.
   */
  async fetch(sellerId: string, url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = this.#tokenHosts.checked(url)
    const token =
      this.#accessTokens.atHand(sellerId) ??
      (await this.#liveToken(sellerId, init.signal ?? undefined))
    const response = await bearerFetch(target, init, token.accessToken)
    const isFresh = this.#clock().getTime() - token.issuedAt.getTime() < freshMs
    if (response.status !== 401 || isFresh || !isRepeatable(init)) return response
    await response.body?.cancel()
    const { accessToken } = await this.#accessTokens.replace(sellerId, token.generation)
    return await bearerFetch(target, init, accessToken)
  }

  /**
   * A token of the application itself, kept in memory and renewed when due.
   *
   * @throws CodeExchangeError `client_rejected`
   * @throws TokenResponseError `token_response_invalid`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   */
  applicationToken(): Promise<string> {
    return this.#applicationToken.get()
  }

  /**
   * What a screen may show of a seller; `undefined` when it is not linked. Read from the store.
   *
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TokenIntegrityError `token_undecryptable`, `record_unreadable`
   */
  async status(sellerId: string): Promise<SellerStatus | undefined> {
    await this.checkKeys()
    const record = await this.#records.find(sellerId)
    return record && (await this.#statusOf(record))
  }

  /**
   * The sellers of an owner, in the order they were linked; none for nobody.
   *
   * @param user - What the adapters take for a user: an id, an object that has one, or `undefined` for nobody.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TokenIntegrityError `token_undecryptable`, `record_unreadable`
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`: a user without a usable id.
   */
  async byOwner(user: unknown): Promise<SellerStatus[]> {
    const owner = userId(user)
    if (owner === undefined) return []
    await this.checkKeys()
    const statuses: SellerStatus[] = []
    for (const record of await this.#records.byOwner(owner)) {
      statuses.push(await this.#statusOf(record))
    }
    return statuses
  }

  /**
   * Lists the sellers of the application in the order of their ids, read page by page; never a token. One
   * whose record cannot be read or decrypted has an `error` in place of its status, and stops nobody.
   *
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `needs`, `limit` or `encryptionKeys`.
   */
  list(options: ListOptions = {}): AsyncGenerator<ListedSeller, void, undefined> {
    return listSellers(this.#records, options, this.#statusParts())
  }

  /**
   * Renews a seller now, due or not, once across all machines.
   *
   * @throws ReauthorizationRequiredError `reauthorization_required`: the seller must link again.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`
   * @throws RenewalUnavailableError `renewal_busy`, `renewal_refused`, `closed`
   * @throws CodeExchangeError `client_rejected`
   * @throws TokenResponseError `token_response_invalid`
   * @throws SellerConflictError `seller_mismatch`: the response held another seller's tokens.
   * @throws TokenIntegrityError `token_undecryptable`, `record_unreadable`
   */
  async renew(sellerId: string): Promise<SellerStatus> {
    await this.checkKeys()
    const { generation } = await this.#records.get(sellerId)
    await this.#accessTokens.replace(sellerId, generation)
    return sellerStatus(await this.#records.get(sellerId), this.#statusParts())
  }

  /**
   * Removes a seller and its tokens; other machines notice within `cacheMs`. Then asks the provider to revoke
   * the authorization, if it has a way; the event `unlinked` says whether it agreed. Where that takes an access
   * token (`authorizationUrlOf`), an expired one is renewed first.
   *
   * @throws StoreUnavailableError `store_unavailable`: the seller may or may not be removed. Unlink it again.
   */
  async unlink(sellerId: string): Promise<void> {
    const record = await this.#removable(sellerId)
    await this.#records.delete(sellerId)
    this.#accessTokens.forget(sellerId)
    let revoked = false
    try {
      const parts = { client: this.#client, records: this.#records, clock: this.#clock }
      revoked = record !== undefined && (await endAuthorization(parts, record))
    } finally {
      this.#announce('unlinked', { sellerId, revoked })
    }
  }

  /**
   * Asks the provider whether the seller's authorization still stands, and marks the seller `revoked` if
   * not: what a notification of a withdrawal calls for.
   *
   * @returns the status as it is then; `undefined` when the seller is not linked.
   * @throws StoreUnavailableError `store_unavailable`
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws UpstreamUnavailableError `upstream_unavailable`, `upstream_timeout`, `upstream_rate_limited`:
   *   this and what follows when it could not be asked; nothing was changed.
   * @throws TokenResponseError `token_response_invalid`
   * @throws CodeExchangeError `client_rejected`
   * @throws SellerConflictError `seller_mismatch`
   * @throws RenewalUnavailableError `renewal_busy`, `renewal_refused`, `closed`
   * @throws TokenIntegrityError `token_undecryptable`, `record_unreadable`
   */
  async confirmAuthorization(sellerId: string): Promise<SellerStatus | undefined> {
    await this.checkKeys()
    try {
      await checkAuthorization(this.#check, sellerId)
    } catch (error) {
      if (!(error instanceof ReauthorizationRequiredError)) throw error
    } finally {
      this.#accessTokens.forget(sellerId)
    }
    const record = await this.#records.find(sellerId)
    return record && sellerStatus(record, this.#statusParts())
  }

  /**
   * Renews the sellers that are due and yields an outcome for each. Any number of machines may do it at once.
   *
   * @throws StoreUnavailableError `store_unavailable`, after it has yielded the renewals that were under way.
   * @throws KeyManagerUnavailableError `key_manager_unavailable`, likewise: nothing could be saved.
   * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys` or the option.
   */
  async *renewDue(options: RenewDueOptions = {}): AsyncGenerator<RenewalOutcome, void, undefined> {
    await this.checkKeys()
    const signal = AbortSignal.any([
      this.#closing.signal,
      ...(options.signal ? [options.signal] : []),
    ])
    setMaxListeners(0, signal)
    for await (const outcome of sweepDue(this.#sweep, { ...options, signal })) {
      this.#accessTokens.forget(outcome.sellerId)
      yield outcome
    }
  }

  /**
   * Makes a new data key, wrapped by the first of `encryptionKeys`. It seals here from now on, and on the other
   * machines within `dataKeyMs`; the earlier ones still open. Then run `rewrap()`.
   *
   * @throws StoreUnavailableError `store_unavailable`: there may or may not be a new one.
   * @throws KeyManagerUnavailableError `key_manager_unavailable`: there is none.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`: the first is no key provider.
   */
  async rotateDataKey(): Promise<void> {
    await this.#records.rotateDataKey()
  }

  /**
   * Seals every stored token with the first of `encryptionKeys`, with the newest data key of a key provider, and
   * yields an outcome for each seller. When none of them has an `error`, the other keys may be retired. A whole run
   * without an error also removes data keys that were replaced more than 30 days ago.
   *
   * @throws StoreUnavailableError `store_unavailable`; run it again.
   * @throws KeyManagerUnavailableError `key_manager_unavailable`; run it again.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`.
   */
  rewrap(options: RewrapOptions = {}): AsyncGenerator<RewrapStep, void, undefined> {
    return rewrapAll({ records: this.#records, leases: this.#leases, clock: this.#clock }, options)
  }

  /**
   * The store's replay guard: single use of an attempt then holds on all machines.
   *
   * @throws StoreUnavailableError `store_unavailable`
   */
  claim(key: string, expiresAt: Date): Promise<boolean> {
    return this.#records.claim(key, expiresAt)
  }

  /**
   * Names a seller as the messages of the tracing channels do, so that its renewals can be found in traces. It
   * changes with the client secret.
   *
   * @returns 32 hexadecimal digits; `undefined` when the client secret has fewer than 32 characters.
   */
  sellerHash(sellerId: string): string | undefined {
    assertString(sellerId, 'sellerId')
    return sellerHash(this.#client, sellerId)
  }

  /**
   * Begins no further renewal, lets those under way finish, waits until every pair is saved, and wipes data keys.
   *
   * @throws TokenPersistenceError `token_not_saved` after `timeoutMs` (default 10,000), whose `unsaved()` returns the pairs.
   */
  async close({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    this.#closing.abort()
    try {
      await this.#sweep.renewer.settled()
      await this.#pending.flush(timeoutMs)
    } finally {
      this.#records.wipeDataKeys()
    }
  }

  #announce: Announce = (name, ...event) => {
    try {
      this.emit(name, ...(event as never))
    } catch (error) {
      // A listener's mistake must not undo a renewal.
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

  async #liveToken(sellerId: string, signal: AbortSignal | undefined): Promise<LiveToken> {
    const work = this.#accessTokens.get(sellerId)
    return signal === undefined ? await work : await abortable(work, signal)
  }

  /** A record that cannot be read is removed all the same; the provider is then not told. */
  async #removable(sellerId: string): Promise<SellerRecord | undefined> {
    try {
      return await this.#records.find(sellerId)
    } catch (error) {
      if (error instanceof TokenIntegrityError) return undefined
      throw error
    }
  }

  #statusParts(): StatusParts {
    return { now: this.#clock(), renewBeforeMs: this.#renewBeforeMs }
  }

  async #statusOf(record: SellerRecord): Promise<SellerStatus> {
    await this.#records.verify(record)
    return sellerStatus(record, this.#statusParts())
  }
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    const settled = () => signal.removeEventListener('abort', stop)
    work.finally(settled).then(resolve, reject)
  })
}

import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel'
import { type ErrorCode, MercadoPagoOAuthError, ReauthorizationRequiredError } from './errors.ts'
import type { Grant } from './protocol/token-endpoint.ts'

/**
 * What the messages of every channel have. All events of one operation carry the same object, which core fills in
 * and never reads. No token, code, verifier, state or secret is in any message, and no seller's id.
 */
export interface TraceMessage {
  /** The application's Client ID. */
  readonly clientId: string
  /** How the operation ended; absent until then. */
  readonly outcome?: string
  /** The `code` of the error, where there was one; `other` for an error that is not of this package. */
  readonly errorCode?: ErrorCode | 'other'
}

/** A message of `mercadopago-oauth:token-request`: one request to the token endpoint. */
export interface TokenRequestMessage extends TraceMessage {
  /** What the request asks for. */
  readonly grantType: Grant
  /** Whether the provider issued a token. */
  readonly outcome?: 'success' | 'failure'
  /** HTTP status of the provider's response; absent when there was none. */
  readonly upstreamStatus?: number
}

/** A message of `mercadopago-oauth:renewal`: one renewal of one seller, under a lease. */
export interface RenewalMessage extends TraceMessage {
  /** What `SellerTokens.sellerHash()` returns for the seller; absent where that is `undefined`. */
  readonly sellerHash?: string
  /**
   * `renewed`: the new pair is stored. `unsaved`: the store refused the new pair, which is kept in memory and
   * saved again. `superseded`: the store has a newer pair, or the seller is gone. `relink`: the seller must link
   * again. `failed`: it is tried again later.
   */
  readonly outcome?: 'renewed' | 'unsaved' | 'superseded' | 'relink' | 'failed'
}

/** A message of `mercadopago-oauth:store`: one call of the token store. */
export interface StoreMessage extends TraceMessage {
  /** The method of `TokenStore`. */
  readonly operation:
    | 'get'
    | 'save'
    | 'lease'
    | 'release'
    | 'claimDue'
    | 'byOwner'
    | 'list'
    | 'delete'
    | 'claim'
  /** `failure`: it threw, or did not respond in time. */
  readonly outcome?: 'success' | 'failure'
}

/** A message of `mercadopago-oauth:callback`: one request to the callback of an adapter. */
export interface CallbackMessage extends TraceMessage {
  /**
   * `success`: the attempt ended well. `failure`: it did not. `foreign`: the attempt belongs to another
   * application, which may be asked instead. `prefetch`: the browser only looked ahead.
   */
  readonly outcome?: 'success' | 'failure' | 'foreign' | 'prefetch'
  /** HTTP status of the reply; absent after a success, when the app responds. */
  readonly status?: number
}

/** Adds to a message what becomes known during the operation. */
export type Note<Message> = (fields: Partial<Message>) => void

/** The part of a message that says how it ended. */
type Ending<Message extends TraceMessage> = Required<Pick<Message, 'outcome'>>

/**
 * One tracing channel of `node:diagnostics_channel`. Node's own `tracePromise()` would put results and errors, and
 * with them tokens, into the message; this adds only what the type of the message names.
 */
class TraceChannel<Message extends TraceMessage> {
  readonly #channel: TracingChannel<unknown, Message>
  readonly #success: Ending<Message>
  readonly #failure: (error: unknown) => Ending<Message>

  constructor(
    name: string,
    success: Ending<Message>,
    failure: (error: unknown) => Ending<Message>,
  ) {
    this.#channel = tracingChannel<unknown, Message>(`mercadopago-oauth:${name}`)
    this.#success = success
    this.#failure = failure
  }

  /** Does the work and publishes its events. Without a subscriber it does the work and nothing else. */
  trace<T>(begun: () => Message, work: (note: Note<Message>) => Promise<T>): Promise<T> {
    return this.#hasSubscribers ? this.#traced(begun(), work) : work(unheard)
  }

  /** Bun 1.4 has no `hasSubscribers` of the tracing channel itself, so its five channels are asked. */
  get #hasSubscribers(): boolean {
    const { start, end, asyncStart, asyncEnd, error } = this.#channel
    return (
      start.hasSubscribers ||
      end.hasSubscribers ||
      asyncStart.hasSubscribers ||
      asyncEnd.hasSubscribers ||
      error.hasSubscribers
    )
  }

  async #traced<T>(message: Message, work: (note: Note<Message>) => Promise<T>): Promise<T> {
    const { start, end } = this.#channel
    const known: Partial<Message> = {}
    const note: Note<Message> = (fields) => Object.assign(known, fields)
    const running = start.runStores(message, () => work(note))
    end.publish(message)
    try {
      const result = await running
      this.#publishEnd(message, { ...this.#success, ...known })
      return result
    } catch (error) {
      const errorCode = errorCodeOf(error)
      this.#publishEnd(message, { ...known, ...this.#failure(error), errorCode })
      throw error
    }
  }

  /** In the order of Node's own `tracePromise()`. */
  #publishEnd(message: Message, ended: Partial<Message>): void {
    const { error, asyncStart, asyncEnd } = this.#channel
    // A subscriber may have frozen the message. `Object.assign` would throw then.
    for (const [name, value] of Object.entries(ended)) Reflect.set(message, name, value)
    if (ended.errorCode !== undefined) error.publish(message)
    asyncStart.publish(message)
    asyncEnd.publish(message)
  }
}

function unheard(): void {}

/** The `errorCode` of a message. */
export function errorCodeOf(error: unknown): ErrorCode | 'other' {
  return error instanceof MercadoPagoOAuthError ? error.code : 'other'
}

const succeeded = { outcome: 'success' } as const
const failed = () => ({ outcome: 'failure' }) as const

/** Requests to the token endpoint. */
export const tokenRequests: TraceChannel<TokenRequestMessage> = new TraceChannel(
  'token-request',
  succeeded,
  failed,
)
/** Renewals of sellers. */
export const renewals: TraceChannel<RenewalMessage> = new TraceChannel(
  'renewal',
  { outcome: 'renewed' },
  (error) => ({ outcome: failedRenewal(error) }),
)
/** Calls of the token store. */
export const storeCalls: TraceChannel<StoreMessage> = new TraceChannel('store', succeeded, failed)
/** Requests to the callback. */
export const callbacks: TraceChannel<CallbackMessage> = new TraceChannel(
  'callback',
  succeeded,
  failed,
)

function failedRenewal(error: unknown): 'superseded' | 'relink' | 'failed' {
  if (!(error instanceof ReauthorizationRequiredError)) return 'failed'
  return error.reason === 'not_linked' ? 'superseded' : 'relink'
}

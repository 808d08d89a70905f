import { randomInt, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { assertOption } from '../option.ts'
import { withoutQuery, withQuery } from '../query.ts'
import type { Application } from '../registry/application.ts'
import type { Switches } from '../switches/switches.ts'
import { type Outcome, patienceMs, post } from './delivery.ts'
import { messageOf } from './message.ts'
import type {
  Action,
  Message,
  Notification,
  NotificationTopic,
  OtherTopic,
} from './notification.ts'
import { retryAt } from './retry-schedule.ts'
import { sign } from './signature.ts'

/** One delivery of a notification, without the secret or the signature. */
export interface LoggedNotification {
  /** The same in every delivery of a notification. With `mp-connect`, `id` of the body. */
  readonly id: number
  /** What it is about. */
  readonly topic: NotificationTopic
  /** With `mp-connect`: what happened. */
  readonly action?: Action
  /** Whose account it is about. */
  readonly sellerId: number
  /** The application that received it. */
  readonly clientId: string
  /** Where it went, without the query. */
  readonly url: string
  /** 1 for the first delivery. The header `X-Retry` is one less. */
  readonly attempt: number
  /** By the sandbox's clock. */
  readonly sentAt: Date
  /** Status of the response, if one came in time. */
  readonly status?: number
  /** Otherwise Node's error code, e.g. `ECONNREFUSED`, or `ETIMEDOUT` after 22 seconds. */
  readonly error?: string
  /** The status was 200 or 201. */
  readonly delivered: boolean
}

/** The headers that prove where a delivery comes from. */
interface SignedHeaders {
  readonly 'X-Request-Id': string
  readonly 'X-Signature': string
}

interface Shipment {
  readonly notification: Notification
  readonly message: Message
  /** Those of the first delivery. */
  firstSigned?: SignedHeaders
  isDelivered: boolean
}

const mostShipments = 1000

/** Sends notifications to applications: at once, and again by schedule until one is delivered. */
export class Outbox {
  readonly #clock: Clock
  readonly #switches: Switches
  readonly #log: Log<LoggedNotification>
  readonly #shipments = new Map<number, Shipment>()
  readonly #inFlight = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  // Random, so that a receiver which remembers ids takes the next run's notifications for new ones.
  #lastId = randomInt(100_000_000_000, 200_000_000_000)

  constructor(clock: Clock, switches: Switches, log: Log<LoggedNotification>) {
    this.#log = log
    this.#clock = clock
    this.#switches = switches
  }

  get log(): readonly LoggedNotification[] {
    return this.#log.entries
  }

  /** Tells an application what a seller did. Nothing is sent to one without a `webhookUrl`. */
  sendConnection(action: Action, sellerId: number, application: Application): void {
    void this.#send({ topic: 'mp-connect', action, sellerId, application })
  }

  /** Tells an application of something else. Resolves when the first delivery has ended. */
  async sendOther(topic: OtherTopic, sellerId: number, application: Application): Promise<void> {
    await this.#send({ topic, sellerId, application })
  }

  /** Sends a notification once more. Its planned retries stay. */
  async redeliver(id: number): Promise<void> {
    const shipment = this.#shipments.get(id)
    assertOption(shipment !== undefined, 'id', 'the id of a notification that was sent')
    await this.#track(this.#deliver(shipment, 1))
  }

  /** Resolves when no delivery is in progress. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight)
  }

  /** Aborts every delivery; nothing is sent after it. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.settled()
  }

  async #send(subject: Omit<Notification, 'id' | 'createdAt'>): Promise<void> {
    if (subject.application.webhookUrl === undefined || this.#stop.signal.aborted) return
    this.#lastId += 1
    const notification = { ...subject, id: this.#lastId, createdAt: this.#clock.now() }
    const message = messageOf(notification, this.#switches)
    const shipment: Shipment = { notification, message, isDelivered: false }
    this.#remember(shipment)
    await this.#track(this.#deliverOrRetry(shipment, 1))
  }

  #remember(shipment: Shipment): void {
    this.#shipments.set(shipment.notification.id, shipment)
    const [oldest] = this.#shipments.keys()
    if (oldest !== undefined && this.#shipments.size > mostShipments) this.#shipments.delete(oldest)
  }

  #track(delivery: Promise<void>): Promise<void> {
    const tracked = delivery.finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
    return tracked
  }

  async #deliverOrRetry(shipment: Shipment, attempt: number): Promise<void> {
    await this.#deliver(shipment, attempt)
    const dueAt = this.#retryAt(shipment, attempt)
    if (shipment.isDelivered || dueAt === undefined || this.#stop.signal.aborted) return
    this.#clock.setAlarm(dueAt, () => {
      // redeliver() may have delivered it in the meantime.
      if (!shipment.isDelivered) void this.#track(this.#deliverOrRetry(shipment, attempt + 1))
    })
  }

  #retryAt({ notification }: Shipment, retry: number): Date | undefined {
    // By the documents, a fraud alert that is lost is lost.
    if (notification.topic === 'fraud_alert') return undefined
    return retryAt(notification.createdAt, retry, this.#switches.notificationRetries)
  }

  async #deliver(shipment: Shipment, attempt: number): Promise<void> {
    const { application, createdAt: _, ...subject } = shipment.notification
    // Settings are live: a retry goes to the present URL, signed with the present secret.
    const { clientId, webhookUrl } = application
    if (webhookUrl === undefined) return
    const sentAt = this.#clock.now()
    const outcome = await this.#post(shipment, webhookUrl, attempt, sentAt)
    const delivered = isDelivered(outcome)
    if (delivered) shipment.isDelivered = true
    const url = withoutQuery(webhookUrl)
    this.#log.record({ ...subject, clientId, url, attempt, sentAt, ...outcome, delivered })
  }

  #post(shipment: Shipment, webhookUrl: string, attempt: number, sentAt: Date): Promise<Outcome> {
    const { query, body } = shipment.message
    const headers = {
      Accept: '*/*',
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      'User-Agent': 'mercadopago-oauth-sandbox',
      'X-Rest-Pool-Name': 'sandbox',
      'X-Retry': String(attempt - 1),
      'X-Socket-Timeout': String(patienceMs),
      ...this.#signedHeaders(shipment, sentAt),
    }
    return post(withQuery(webhookUrl, query), headers, body, this.#stop.signal)
  }

  #signedHeaders(shipment: Shipment, sentAt: Date): SignedHeaders {
    const { notificationRetrySignature, notificationTimestamp } = this.#switches
    if (shipment.firstSigned && notificationRetrySignature === 'first') return shipment.firstSigned
    const dataId = shipment.message.query['data.id']
    const requestId = randomUUID()
    const timestamp = timestampOf(sentAt, notificationTimestamp)
    const { webhookSecret } = shipment.notification.application
    const signature = sign({ dataId, requestId, timestamp }, webhookSecret)
    const signed = { 'X-Request-Id': requestId, 'X-Signature': signature }
    shipment.firstSigned ??= signed
    return signed
  }
}

function isDelivered(outcome: Outcome): boolean {
  return 'status' in outcome && (outcome.status === 200 || outcome.status === 201)
}

function timestampOf(sentAt: Date, unit: Switches['notificationTimestamp']): string {
  const sentAtMs = sentAt.getTime()
  return String(unit === 'seconds' ? Math.floor(sentAtMs / 1000) : sentAtMs)
}

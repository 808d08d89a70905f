import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { verifyNotification } from 'mercadopago-oauth'
import {
  createNotificationsEndpoint,
  type NotificationsOptions,
  nodeBody,
  nodeHeader,
  type Reply,
} from 'mercadopago-oauth/adapter'
import { type NotificationApp, notificationFrameworks } from '../helpers/notification-apps.ts'
import { Fault } from './fault.ts'
import { each, type NotificationInput } from './notification-input.ts'
import type { HeaderText } from './notification-texts.ts'
import { type Judges, outcomeOf } from './outcome.ts'
import { RawConnection } from './raw-connection.ts'

/** Who has read the body before, and what that left. */
export type BodyForm = 'unread' | 'text' | 'bytes' | 'parsed' | 'another parser' | 'stalls'

/** A notification as it arrives. */
export interface Arrival {
  query: string
  signature: HeaderText
  requestId: HeaderText
  /** As it comes over the wire. */
  bytes: Buffer
  /** The bytes, or what a parser made of them. */
  body: unknown
  form: BodyForm
}

/** One way into the packages. */
export interface NotificationSender {
  arrival(input: NotificationInput, form: BodyForm): Arrival
  /** What the packages find in a header. */
  seen(header: HeaderText): HeaderText
  /** Ends with `taken` or a code. */
  send(arrival: Arrival, judges: Judges): Promise<string>
}

/** On its own, without a request. */
export function functionSender(
  options: Pick<NotificationsOptions, 'secret' | 'clock'>,
): NotificationSender {
  return {
    arrival: directArrival,
    seen: (header) => header,
    async send({ query, signature, requestId, body }, judges) {
      const headers = { 'x-signature': signature, 'x-request-id': requestId }
      const verify = async () => void verifyNotification({ headers, query, body, ...options })
      return await outcomeOf(verify(), judges, 'taken')
    },
  }
}

/** With a request that no server made, which may hold what none would. */
export function endpointSender(options: NotificationsOptions): NotificationSender {
  const endpoint = createNotificationsEndpoint(options)
  return {
    arrival: directArrival,
    seen: joined,
    async send(arrival, judges) {
      const { request, given } = await requestOf(arrival)
      const reply = endpoint({
        method: 'POST',
        header: nodeHeader(request),
        query: arrival.query,
        body: () => nodeBody(request, given),
      })
      const outcome = await outcomeOf(reply.then(thrown), judges, 'taken')
      request.destroy()
      return outcome
    },
  }
}

function thrown({ error }: Reply): void {
  if (error !== undefined) throw error
}

/** As Node joins headers that come twice. */
function joined(header: HeaderText): HeaderText {
  const values = [header ?? []].flat()
  return values.length === 0 ? undefined : values.join(', ')
}

function directArrival(
  { query, signature, requestId, body }: NotificationInput,
  form: BodyForm,
): Arrival {
  return { query, signature, requestId, form, bytes: body, body: formed(body, form) }
}

function formed(body: Buffer, form: BodyForm): unknown {
  if (form !== 'text' && form !== 'parsed') return body
  const text = body.toString()
  if (form === 'text') return text
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON never gets past a parser.
    return body
  }
}

async function requestOf({
  query,
  signature,
  requestId,
  bytes,
  body,
  form,
}: Arrival): Promise<{ request: IncomingMessage; given: unknown }> {
  const isRead = form === 'text' || form === 'bytes' || form === 'parsed'
  const stream = form === 'stalls' ? new Readable({ read() {} }) : Readable.from(chunksOf(bytes))
  if (form === 'stalls') stream.push('{')
  if (isRead) for await (const _ of stream);
  const headers = { 'x-signature': signature, 'x-request-id': requestId }
  const request = Object.assign(stream, { method: 'POST', url: `/hook?${query}`, headers })
  return {
    request: request as unknown as IncomingMessage,
    given: isRead ? body : form === 'another parser' ? {} : undefined,
  }
}

function chunksOf(bytes: Buffer): Buffer[] {
  const half = bytes.length >> 1
  return [bytes.subarray(0, half), bytes.subarray(half)].filter((chunk) => chunk.length > 0)
}

/** A server refuses longer heads itself. */
const mostHeadBytes = 12_000
/** What can be in a header line. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/g

/** Through an adapter, over a socket. */
export class AppSender implements NotificationSender {
  readonly app: NotificationApp
  readonly #connection: RawConnection

  private constructor(app: NotificationApp) {
    this.app = app
    this.#connection = new RawConnection(app.origin)
  }

  /** One for each framework. */
  static async startAll(options: NotificationsOptions): Promise<AppSender[]> {
    const apps = notificationFrameworks.map((framework) => framework.start(options))
    return (await Promise.all(apps)).map((app) => new AppSender(app))
  }

  arrival({ query, signature, requestId, body }: NotificationInput): Arrival {
    return {
      query,
      signature: each(signature, sendable),
      requestId: each(requestId, sendable),
      body,
      bytes: body,
      form: 'unread',
    }
  }

  seen(header: HeaderText): HeaderText {
    return joined(header)
  }

  /** Whether a server would take so long a head. */
  isSendable({ query, signature, requestId }: Arrival): boolean {
    return `${query}${signature}${requestId}`.length < mostHeadBytes
  }

  async send(arrival: Arrival, { contract, canaries }: Judges): Promise<string> {
    const { status, headers, body } = await this.#connection.send(requestText(arrival))
    const { told, failures } = this.app
    canaries.assertAbsent({ headers, body, told })
    if (failures.length > 0) throw new Fault(`the app failed: ${failures}`)
    const [said] = told.splice(0).map((error) => contract.codeOf(error))
    const code = body.trim()
    if (status === 200 && body === '' && said === undefined) return 'taken'
    const isTold = status === 503 && said === code
    const isRefused = status === 401 && /^webhook_\w+$/.test(code) && said === undefined
    if (!isTold && !isRefused) throw new Fault(`answered ${status} ${body}, told ${said}`)
    return code
  }

  async stop(): Promise<void> {
    this.#connection.close()
    await this.app.stop()
  }
}

function sendable(value: string): string {
  const bytes = Buffer.from(value).toString('latin1')
  return bytes.replace(unsendable, '').replace(/^[\t ]+|[\t ]+$/g, '')
}

function requestText({ query, signature, requestId, bytes }: Arrival): string {
  return [
    `POST /hook?${query} HTTP/1.1`,
    'Host: app.example',
    'Content-Type: application/json',
    `Content-Length: ${bytes.length}`,
    ...linesOf('X-Signature', signature),
    ...linesOf('X-Request-Id', requestId),
    `\r\n${bytes.toString('latin1')}`,
  ].join('\r\n')
}

function linesOf(name: string, header: HeaderText): string[] {
  return [header ?? []].flat().map((value) => `${name}: ${value}`)
}

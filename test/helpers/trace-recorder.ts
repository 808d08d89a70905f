import { type TracingChannelSubscribers, tracingChannel } from 'node:diagnostics_channel'
import { printedForms } from '../security/printed-forms.ts'

/** An event of a channel, and the message as it was then. */
export type TraceEvent = [event: string, message: Record<string, unknown>]

type Message = Record<string, unknown>

const eventNames = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/** Subscribes to a channel of the package and keeps all that it is told. */
export class TraceRecorder {
  readonly events: TraceEvent[] = []
  /** The message objects themselves, each once, in the order of their starts. */
  readonly messages: Set<Message> = new Set()
  /** All that any subscriber could print of any message. */
  printed = ''
  readonly #name: string
  readonly #subscribers: TracingChannelSubscribers<Message>

  constructor(name: string) {
    this.#name = `mercadopago-oauth:${name}`
    const told = (event: string) => (message: Message) => this.#note(event, message)
    this.#subscribers = Object.fromEntries(
      eventNames.map((event) => [event, told(event)]),
    ) as unknown as TracingChannelSubscribers<Message>
    tracingChannel<unknown, Message>(this.#name).subscribe(this.#subscribers)
  }

  stop(): void {
    tracingChannel<unknown, Message>(this.#name).unsubscribe(this.#subscribers)
  }

  /** The messages as they were at the end, in the order in which they ended. */
  get ended(): Message[] {
    return this.events.filter(([event]) => event === 'asyncEnd').map(([, message]) => message)
  }

  #note(event: string, message: Message): void {
    this.events.push([event, { ...message }])
    this.messages.add(message)
    this.printed += `${printedForms(message)}\n`
  }
}

/** The events of an operation that began with `begun` and ended with `ended` in addition. */
export function traced(begun: Message, ended: Message): TraceEvent[] {
  const whole = { ...begun, ...ended }
  const failure: TraceEvent[] = 'errorCode' in ended ? [['error', whole]] : []
  return [['start', begun], ['end', begun], ...failure, ['asyncStart', whole], ['asyncEnd', whole]]
}

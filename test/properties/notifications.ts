import { randomBytes } from 'node:crypto'
import { mock } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { MemoryTokenStore, type Notification, SellerTokens } from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { notificationFrameworks } from '../helpers/notification-apps.ts'
import type { Report } from '../reliability/report.ts'
import { AskedClient, type SellerResponse } from './asked-client.ts'
import { Canaries } from './canaries.ts'
import { Contract } from './contract.ts'
import { type ExplorationOptions, explore } from './exploration.ts'
import { Fault, same } from './fault.ts'
import { bodyCanary } from './notification-bodies.ts'
import { notificationOf } from './notification-input.ts'
import { type NotificationReading, readNotification } from './notification-reading.ts'
import {
  AppSender,
  type Arrival,
  type BodyForm,
  endpointSender,
  functionSender,
  type NotificationSender,
} from './notification-senders.ts'
import { type NotificationText, notificationTexts, webhookSecrets } from './notification-texts.ts'

const secrets = [webhookSecrets.current, webhookSecrets.former]
const encryptionKey = randomBytes(32)
const respondWithinMs = 20_000
/** The token of the one still works; that of the other has ended, so that its renewal decides. */
const linkedTokens = { '4242': 'APP_USR-c4n4ry-access-4242', '7': 'TG-c4n4ry-refresh-7' }
type LinkedId = keyof typeof linkedTokens

interface NotificationCase {
  text: NotificationText
  /** How it comes in: `app` counts the frameworks. */
  way: 'function' | 'endpoint' | number
  form: BodyForm
  response: SellerResponse
}

const cases: fc.Arbitrary<NotificationCase> = fc.record({
  text: notificationTexts,
  way: fc.oneof(
    { weight: 3, arbitrary: fc.constant('function' as const) },
    { weight: 6, arbitrary: fc.constant('endpoint' as const) },
    { weight: 3, arbitrary: fc.nat({ max: notificationFrameworks.length - 1 }) },
  ),
  form: fc.oneof(
    { weight: 50, arbitrary: fc.constant('unread' as const) },
    {
      weight: 50,
      arbitrary: fc.constantFrom('text' as const, 'bytes', 'parsed', 'another parser'),
    },
    { weight: 1, arbitrary: fc.constant('stalls' as const) },
  ),
  response: fc.oneof(
    { weight: 20, arbitrary: fc.constant('takes the token' as const) },
    { weight: 20, arbitrary: fc.constant('refuses it' as const) },
    { weight: 6, arbitrary: fc.constantFrom('fails' as const, 'asks for patience') },
    { weight: 1, arbitrary: fc.constant('is silent' as const) },
  ),
})

/**
 * R07: whatever is delivered, it is taken when the documented signature is right and refused with a code
 * of the catalogue otherwise. Nobody is asked anything but about a withdrawal, no seller is marked unless
 * the provider refuses the token, and a copy does nothing.
 */
export async function notifications(options: ExplorationOptions): Promise<Report> {
  const desk = await Desk.open()
  try {
    return await explore(
      { run: 'R07 notifications', cases, attempt: (one) => attempt(one, desk) },
      options,
    )
  } finally {
    await desk.close()
  }
}

async function attempt(one: NotificationCase, desk: Desk): Promise<string> {
  await desk.clear()
  const { sender, arrival, v1 } = desk.arriving(one)
  const canaries = new Canaries(...secrets, application.clientSecret, bodyCanary, v1)
  for (const token of Object.values(linkedTokens)) canaries.add(token.slice(0, 16))
  const judges = { contract: desk.contract, canaries }
  const reading = readNotification({
    ...arrival,
    signature: sender.seen(arrival.signature),
    requestId: sender.seen(arrival.requestId),
    secrets,
    now: desk.clock.read(),
  })
  const expected = expectedEffect(one, arrival, reading)

  desk.provider.response = one.response
  const send = () => sender.send(arrival, judges)
  const found = expected.isLate ? await late(send, expected, desk) : await send()
  assertOutcome(found, expected, reading)
  await assertEffect(expected, desk)
  if (arrival.form === 'stalls') return found
  // A delivery that is sent again has no effect once it succeeded, through any adapter. If it failed, it is
  // processed now.
  desk.provider.response = 'refuses it'
  const isTaken = reading.refusals.size === 0
  const copies = one.way === 'endpoint' ? await Promise.all([send(), send()]) : [await send()]
  for (const copy of copies) {
    assertOutcome(copy, { ...expected, outcome: isTaken ? 'taken' : undefined }, reading)
  }
  await assertEffect(isPutOff(one, expected) ? doneLater(expected, reading) : expected, desk)
  if (one.way !== 'function') for (const each of desk.heard) assertSame(each, reading)
  return found === 'taken' ? expected.word : found
}

interface Effect {
  /** What the taken notification ends with; `undefined` for one that is refused. */
  outcome: string | undefined
  /** Whether it takes as long as the sender is made to wait at most. */
  isLate: boolean
  /** What a taken one is counted as. */
  word: string
  /** The tokens that the provider is asked with. */
  asked: string[]
  marked: LinkedId | undefined
  heardCount: number
}

const failures: Partial<Record<SellerResponse, string>> = {
  fails: 'upstream_unavailable',
  'asks for patience': 'upstream_rate_limited',
  'is silent': 'upstream_timeout',
}

/** Whether the work could not be done, so that the sender comes again. */
function isPutOff({ response: reply }: NotificationCase, { asked, isLate }: Effect): boolean {
  return asked.length > 0 && failures[reply] !== undefined && !isLate
}

/** What is seen when the same bytes came again, and the provider refused the token this time. */
function doneLater(before: Effect, { withdrawn }: NotificationReading): Effect {
  const marked = withdrawn as LinkedId
  return { ...before, asked: [...before.asked, ...asksOf(marked, true)], marked, heardCount: 1 }
}

/** An access token that is refused proves little: the refresh token is tried, too. */
function asksOf(sellerId: LinkedId, isRefused: boolean): string[] {
  const first = linkedTokens[sellerId]
  return isRefused && sellerId === '4242' ? [first, 'TG-c4n4ry-refresh-4242'] : [first]
}

/** What the catalogue asks for. */
function expectedEffect(
  { way, response: reply }: NotificationCase,
  { form }: Arrival,
  { refusals, withdrawn }: NotificationReading,
): Effect {
  const nothing = { isLate: false, word: 'taken', asked: [], marked: undefined, heardCount: 0 }
  // Nobody can judge what has not arrived.
  if (form === 'stalls') return { ...nothing, outcome: 'upstream_timeout', isLate: true }
  if (refusals.size > 0) return { ...nothing, outcome: undefined }
  if (way === 'function') return { ...nothing, outcome: 'taken', word: 'verified' }
  const sellerId = (['4242', '7'] as const).find((id) => id === withdrawn)
  if (sellerId === undefined) return { ...nothing, outcome: 'taken', heardCount: 1 }
  const isRefused = reply === 'refuses it'
  const isLate = reply === 'is silent'
  return {
    isLate,
    outcome: failures[reply] ?? 'taken',
    word: isRefused ? 'marked' : 'confirmed',
    asked: asksOf(sellerId, isRefused),
    marked: isRefused ? sellerId : undefined,
    // The hook is called when the late response is there.
    heardCount: failures[reply] === undefined || isLate ? 1 : 0,
  }
}

function assertOutcome(
  found: string,
  { outcome }: Pick<Effect, 'outcome'>,
  { refusals }: NotificationReading,
): void {
  const allowed = outcome === undefined ? [...refusals] : [outcome]
  if (!allowed.includes(found)) throw new Fault(`${found} instead of ${allowed.join(' or ')}`)
}

async function assertEffect(
  { asked, marked, heardCount }: Effect,
  { provider, sellers, heard }: Desk,
): Promise<void> {
  same('requests to the provider', provider.asked.join(), asked.join())
  for (const sellerId of Object.keys(linkedTokens)) {
    const { lostReason } = (await sellers.status(sellerId)) ?? {}
    same(`mark of ${sellerId}`, lostReason, sellerId === marked ? 'revoked' : undefined)
  }
  same('calls of onNotification', heard.length, heardCount)
}

function assertSame(
  { dataId, requestId, sentAt }: Notification,
  reading: NotificationReading,
): void {
  same('dataId', dataId, reading.dataId)
  same('requestId', requestId, reading.requestId)
  same('sentAt', sentAt.getTime(), reading.sentAtMs)
}

/** The sender gets its response when the longest waiting time has passed, and not before. */
async function late(
  send: () => Promise<string>,
  { asked, heardCount }: Effect,
  { provider, heard }: Desk,
): Promise<string> {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    let isOver = false
    const sent = send().finally(() => {
      isOver = true
    })
    await turn()
    while (!isOver && provider.asked.length < asked.length) await turn()
    mock.timers.tick(respondWithinMs - 1)
    await turn()
    same('over before its time', isOver, false)
    mock.timers.tick(1)
    return await sent
  } finally {
    mock.timers.reset()
    provider.release()
    while (heard.length < heardCount) await turn()
  }
}

/** Where notifications come in: every way into the packages, with sellers that are new for each case. */
class Desk {
  readonly clock = new MovableClock()
  readonly contract = new Contract()
  provider = new AskedClient(this.clock.read)
  /** What `onNotification` was called with. */
  heard: Notification[] = []
  sellers: SellerTokens = this.#newSellers()
  readonly #function: NotificationSender
  readonly #endpoint: NotificationSender
  #apps: AppSender[] = []
  readonly #options = {
    secret: secrets,
    clock: this.clock.read,
    // The apps outlive the sellers of a case.
    sellers: new Proxy({} as SellerTokens, {
      get: (_, name: 'client' | 'claim' | 'confirmAuthorization') => {
        const value = this.sellers[name]
        return typeof value === 'function' ? value.bind(this.sellers) : value
      },
    }),
    onNotification: (notification: Notification) => void this.heard.push(notification),
  }

  private constructor() {
    const { secret, clock } = this.#options
    this.#function = functionSender({ secret, clock })
    this.#endpoint = endpointSender(this.#options)
  }

  static async open(): Promise<Desk> {
    const desk = new Desk()
    desk.#apps = await AppSender.startAll(desk.#options)
    return desk
  }

  /** Two sellers are linked, and nothing has happened yet. */
  async clear(): Promise<void> {
    this.provider = new AskedClient(this.clock.read)
    this.heard = []
    this.sellers = this.#newSellers()
    await this.sellers.link(this.provider.consent('4242'))
    await this.sellers.link(this.provider.consent('7', { expiresAt: this.clock.after(30) }))
  }

  /** The notification of a case, and who takes it in. */
  arriving({ text, way, form }: NotificationCase): {
    sender: NotificationSender
    arrival: Arrival
    v1: string
  } {
    const input = notificationOf(text, this.clock.read())
    const app = typeof way === 'number' ? this.#apps[way] : undefined
    const arrival = app?.arrival(input)
    if (app !== undefined && arrival !== undefined && app.isSendable(arrival)) {
      return { sender: app, arrival, v1: input.v1 }
    }
    const sender = way === 'function' ? this.#function : this.#endpoint
    const given = way === 'function' && form === 'stalls' ? 'bytes' : form
    return { sender, arrival: sender.arrival(input, given), v1: input.v1 }
  }

  async close(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.stop()))
  }

  #newSellers(): SellerTokens {
    const { client } = this.provider
    const clock = this.clock.read
    const store = new MemoryTokenStore({ clock })
    return new SellerTokens({
      client,
      store,
      clock,
      encryptionKeys: [encryptionKey],
      settleMs: 1,
    })
  }
}

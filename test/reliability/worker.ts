import {
  createAuthorizationFlow,
  createClient,
  mercadoPagoProvider,
  SellerTokens,
} from 'mercadopago-oauth'
import { createNotificationsEndpoint } from 'mercadopago-oauth/adapter'
import { CookieRecord } from './cookie-record.ts'
import { type Gate, gatedClient, gatedStore, type Verdict } from './gate.ts'
import { openStore } from './opened-store.ts'
import { codeOf, type Handlers, send, serveTasks } from './task-server.ts'

// One process of an app. It does what its parent asks, and asks its parent at every step if it is gated.

/** What a worker is started with. */
export interface WorkerSettings {
  storeUrl: string
  authorizationEndpoint: string
  tokenEndpoint: string
  userInfoEndpoint: string
  clientId: string
  clientSecret: string
  redirectUri: string
  webhookSecret: string
  encryptionKeys: string[]
  /** How far its clock is ahead. */
  offsetMs: number
  leaseMs: number
  cacheMs: number
  storeTimeoutMs: number
  renewalWaitMs: number
  /** Of one token request. */
  timeoutMs: number
  /** How many renewals it sends at once. Default: what an app has. */
  maxRenewals?: number
  /** How long it looks for a pair that another process may be about to save. Default: what an app has. */
  settleMs?: number
  isGated: boolean
}

/** What a worker may be asked, and its response. */
export interface Tasks {
  /** Wants the access token of each seller, as so many callers at once. */
  ask: [{ sellerIds: string[]; callers: number }, AccessResults]
  /** Renews what is due. */
  sweep: [{ concurrency: number }, Swept]
  /** Asks the provider who each seller is, in the seller's name: the status, or the code of the failure. */
  call: [{ sellerIds: string[] }, Record<string, string>]
  /** Receives a notification as it arrived, and returns the status of the reply. */
  notify: [ArrivedNotification, number]
  /** Whether the store responds. */
  hasStore: [object, boolean]
  rewrap: [{ after?: string | undefined }, { rewrapped: number }]
  /** Finishes one attempt so many times at once, and links its seller. */
  finish: [{ query: string; cookies: Record<string, string>; times: number }, string[]]
  /** Sets the clock. */
  clock: [{ offsetMs: number }, null]
  /** What was announced so far. */
  events: [object, SeenEvents]
  close: [{ timeoutMs: number }, string]
}

/** A delivery of the provider. */
export interface ArrivedNotification {
  headers: Record<string, string>
  query: string
  body: string
}

/** What callers got. */
export interface AccessResults {
  waitsMs: number[]
  /** `code reason` of each call that failed. */
  failures: string[]
  /** The different tokens of each seller. */
  tokens: Record<string, string[]>
}

/** What came of a sweep. */
export interface Swept {
  renewed: string[]
  failures: string[]
  /** The most resident memory seen. */
  rssBytes: number
}

/** Events of a worker that a run reads. */
export interface SeenEvents {
  lost: { sellerId: string; reason: string }[]
  recovered: { sellerId: string; reason: string }[]
  integrityFailures: number
  mismatches: number
}

/** A gate whose keeper is the parent. */
function parentsGate(): Gate {
  const waiting = new Map<number, (verdict: Verdict) => void>()
  let count = 0
  process.on('message', (message: { gate: number; verdict: Verdict } | object) => {
    if (!('gate' in message)) return
    waiting.get(message.gate)?.(message.verdict)
    waiting.delete(message.gate)
  })
  return (step) =>
    new Promise((resolve) => {
      count += 1
      waiting.set(count, resolve)
      send({ gate: count, step })
    })
}

async function handlersFor(settings: WorkerSettings): Promise<Handlers<Tasks>> {
  let { offsetMs } = settings
  const clock = () => new Date(Date.now() + offsetMs)
  const opened = await openStore(settings.storeUrl)
  const gate = settings.isGated ? parentsGate() : undefined
  const store = gate ? gatedStore(opened.store, gate) : opened.store
  const { authorizationEndpoint, tokenEndpoint, userInfoEndpoint, ...options } = settings
  const endpoints = { authorizationEndpoint, tokenEndpoint, userInfoEndpoint }
  const provider = { ...mercadoPagoProvider(), ...endpoints }
  const bare = createClient({ ...options, provider, clock })
  const client = gate ? gatedClient(bare, gate) : bare
  const sellers = new SellerTokens({ ...options, client, store, clock })
  const flow = createAuthorizationFlow({ client, replayGuard: store, clock })
  const takeIn = createNotificationsEndpoint({ secret: settings.webhookSecret, sellers, clock })
  const events: SeenEvents = { lost: [], recovered: [], integrityFailures: 0, mismatches: 0 }
  sellers.on('reauthorizationRequired', (event) => events.lost.push(event))
  sellers.on('recovered', (event) => events.recovered.push(event))
  sellers.on('integrityFailure', () => {
    events.integrityFailures += 1
  })
  sellers.on('sellerMismatch', () => {
    events.mismatches += 1
  })

  async function finishOnce(query: string, cookies: Record<string, string>): Promise<string> {
    try {
      const { tokens } = await flow.finish({ cookies: new CookieRecord(cookies), query })
      await sellers.link(tokens)
      return 'linked'
    } catch (error) {
      return codeOf(error)
    }
  }

  return {
    async ask({ sellerIds, callers }) {
      const responses: AccessResults = { waitsMs: [], failures: [], tokens: {} }
      const askOnce = async (sellerId: string) => {
        const startedAtMs = performance.now()
        try {
          const token = await sellers.accessToken(sellerId)
          const known = responses.tokens[sellerId] ?? []
          responses.tokens[sellerId] = known
          if (!known.includes(token)) known.push(token)
        } catch (error) {
          responses.failures.push(codeOf(error))
        }
        responses.waitsMs.push(Math.round(performance.now() - startedAtMs))
      }
      const calls = sellerIds.flatMap((sellerId) => Array<string>(callers).fill(sellerId))
      await Promise.all(calls.map(askOnce))
      return responses
    },
    async sweep({ concurrency }) {
      const swept: Swept = { renewed: [], failures: [], rssBytes: process.memoryUsage.rss() }
      for await (const outcome of sellers.renewDue({ concurrency })) {
        if (outcome.renewed) swept.renewed.push(outcome.sellerId)
        else swept.failures.push(codeOf(outcome.error))
        swept.rssBytes = Math.max(swept.rssBytes, process.memoryUsage.rss())
      }
      return swept
    },
    async call({ sellerIds }) {
      const callOnce = async (sellerId: string) => {
        const outcome = await sellers.fetch(sellerId, userInfoEndpoint).then(
          async (response) => {
            await response.body?.cancel()
            return String(response.status)
          },
          (error) => codeOf(error),
        )
        return [sellerId, outcome]
      }
      return Object.fromEntries(await Promise.all(sellerIds.map(callOnce)))
    },
    async notify({ headers, query, body }) {
      const header = (name: string) => headers[name]
      const reply = await takeIn({ method: 'POST', header, query, body: () => body })
      return reply.status
    },
    hasStore: () =>
      store.get({ clientId: settings.clientId, sellerId: '1' }).then(
        () => true,
        () => false,
      ),
    async rewrap(options) {
      let rewrapped = 0
      for await (const step of sellers.rewrap(options)) rewrapped += step.rewrapped ? 1 : 0
      return { rewrapped }
    },
    finish: ({ query, cookies, times }) =>
      Promise.all(Array.from({ length: times }, () => finishOnce(query, cookies))),
    async clock(task) {
      offsetMs = task.offsetMs
      return null
    },
    events: async () => events,
    close: (options) => sellers.close(options).then(() => 'closed', codeOf),
  }
}

const [, script, settings] = process.argv
if (script === import.meta.filename && settings !== undefined) {
  void serveTasks(handlersFor(JSON.parse(settings) as WorkerSettings))
}

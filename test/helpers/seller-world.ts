import { randomBytes } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import {
  createClient,
  MemoryTokenStore,
  type SellerEvents,
  SellerTokens,
  type SellerTokensOptions,
  TokenSet,
  type TokenStore,
} from 'mercadopago-oauth'
import type { SellerKey } from 'mercadopago-oauth/store'
import type { OpenStore } from './every-store.ts'
import { goodResponse, json, type Reply, TokenServer } from './token-server.ts'

/** Days in milliseconds. */
export const dayMs = 24 * 60 * 60 * 1000

/** Of a machine that dies in a test, so that the next one need not wait long. */
export const shortLeaseMs = 3

/** A refresh token that works once, as Mercado Pago's: the server knows only the latest of each seller. */
class RotatingServer {
  readonly server: TokenServer
  current = 'TG-1'
  /** What the next responses leave out or change. */
  changes: Record<string, unknown> = {}
  #count = 1

  constructor(server: TokenServer) {
    this.server = server
    server.reply = this.rotate
  }

  rotate: Reply = (response, request) => {
    const form = new URLSearchParams(request.body)
    if (form.get('refresh_token') !== this.current) {
      json({ error: 'invalid_grant', message: 'used', status: 400, cause: [] }, 400)(
        response,
        request,
      )
      return
    }
    json(this.next())(response, request)
  }

  /** Rotates, and returns the response with the new tokens. */
  next(): Record<string, unknown> {
    this.#count += 1
    this.current = `TG-${this.#count}`
    return {
      ...goodResponse,
      access_token: `APP_USR-${this.#count}`,
      refresh_token: this.current,
      ...this.changes,
    }
  }
}

/**
 * Machines, a store and a provider, with one clock that a test moves. Only the memory store uses it: the others
 * judge leases by their own clock, in real time.
 */
export class SellerWorld {
  readonly server: TokenServer
  readonly provider: RotatingServer
  now: Date = new Date('2026-11-21T12:00:00.000Z')
  readonly clock = (): Date => this.now
  store: TokenStore = new MemoryTokenStore({ clock: this.clock })
  /** Of seller 4242 in the store. */
  readonly sellerKey: SellerKey = { clientId: '1234567890123456', sellerId: '4242' }
  readonly key: Buffer = randomBytes(32)
  readonly #machines: SellerTokens[] = []

  private constructor(server: TokenServer) {
    this.server = server
    this.provider = new RotatingServer(server)
  }

  /** With a store in memory, if no other is given. */
  static async open(openStore?: OpenStore): Promise<SellerWorld> {
    const world = new SellerWorld(await TokenServer.start())
    if (openStore !== undefined) world.store = await openStore(world.clock)
    return world
  }

  get client() {
    return createClient({
      clientId: this.sellerKey.clientId,
      clientSecret: 'the-secret-of-the-application-01',
      redirectUri: 'https://app.example/callback',
      provider: this.server.provider,
      clock: this.clock,
      timeoutMs: 5_000,
    })
  }

  /** Another process with the same store, keys and provider. */
  machine(changes: Partial<SellerTokensOptions> = {}): SellerTokens {
    const machine = new SellerTokens({
      client: this.client,
      store: this.store,
      encryptionKeys: [this.key],
      clock: this.clock,
      // A server on a busy machine is slow, but not down; and no test waits so long.
      storeTimeoutMs: 10_000,
      renewalWaitMs: 15_000,
      settleMs: 20,
      renewalsPerMinute: 1_000,
      ...changes,
    })
    this.#machines.push(machine)
    return machine
  }

  /** What a code grant gives for seller 4242; lasts 180 days. */
  tokens(changes: Partial<ConstructorParameters<typeof TokenSet>[0]> = {}): TokenSet {
    return new TokenSet({
      accessToken: 'APP_USR-1',
      refreshToken: 'TG-1',
      expiresAt: new Date(this.now.getTime() + 180 * dayMs),
      scope: ['offline_access', 'read', 'write'],
      sellerId: '4242',
      publicKey: 'APP_USR-key',
      liveMode: true,
      ...changes,
    })
  }

  /** A machine takes the seller's lease and dies. It has run out, or does while the next one waits. */
  async leaveLease(): Promise<void> {
    await this.store.lease(this.sellerKey, 'dead', 1)
    this.advanceMs(1)
  }

  advanceMs(ms: number): void {
    this.now = new Date(this.now.getTime() + ms)
  }

  advanceDays(days: number): void {
    this.advanceMs(days * dayMs)
  }

  /** The refresh tokens that were sent, in order. */
  get sent(): (string | null)[] {
    return this.server.forms.map((form) => form.get('refresh_token'))
  }

  async close(): Promise<void> {
    await Promise.all(this.#machines.map((one) => one.close({ timeoutMs: 100 }).catch(() => {})))
    await this.server.stop()
  }
}

/** Every event of a machine, as `[name, event]`, in order. */
export function eventsOf(machine: SellerTokens): [string, unknown][] {
  const names: (keyof SellerEvents)[] = [
    'linked',
    'renewed',
    'renewalFailed',
    'reauthorizationRequired',
    'recovered',
    'unlinked',
    'sellerMismatch',
    'integrityFailure',
  ]
  const events: [string, unknown][] = []
  for (const name of names) machine.on(name, (event: unknown) => events.push([name, event]))
  return events
}

/** A store that fails, for the methods a test names, as long as it says so. */
export class FailingStore {
  readonly store: TokenStore
  failing = new Set<keyof TokenStore>()
  calls: (keyof TokenStore)[] = []
  readonly #called = new EventEmitter()

  constructor(inner: TokenStore) {
    this.store = new Proxy(inner, {
      get: (target, name: keyof TokenStore) => {
        const method = target[name] as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]) => {
          this.calls.push(name)
          this.#called.emit(name)
          if (this.failing.has(name)) throw new Error('the store is down')
          return await method.apply(target, args)
        }
      },
    })
  }

  /** When so many more calls of a method have been made. */
  async called(name: keyof TokenStore, times = 1): Promise<void> {
    for (let left = times; left > 0; left--) await once(this.#called, name)
  }

  failAll(): void {
    this.failing = new Set([
      'get',
      'save',
      'lease',
      'release',
      'claimDue',
      'byOwner',
      'list',
      'delete',
    ])
  }
}

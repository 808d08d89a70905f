import { randomBytes } from 'node:crypto'
import {
  type Client,
  createClient,
  createPkcePair,
  createState,
  MemoryTokenStore,
  mercadoPagoProvider,
  ReauthorizationRequiredError,
  SellerTokens,
  type TokenStore,
} from 'mercadopago-oauth'
import { createSandbox, type LoggedRequest, type Sandbox } from 'mercadopago-oauth-sandbox'
import { changedRecord } from '../helpers/stored-seller.ts'
import { type Database, type StoreKind, startDatabase } from './database.ts'
import { FaultProxy } from './fault-proxy.ts'
import { type OpenedStore, openStore } from './opened-store.ts'
import type { WorkerSettings } from './worker.ts'
import { WorkerProcess } from './worker-process.ts'

const redirectUri = 'https://app.example/callback'
const dayMs = 24 * 60 * 60 * 1000
// On a busy machine a provider and a store are slow, but not down: writers of one SQLite file wait for their turn.
// A run that is about these deadlines sets its own.
const timeoutMs = 60_000
const storeTimeoutMs = 120_000
const firstSellerId = 1_000_001
/** As `renewalWaitMs`: a caller who has a token waits for the end of the renewal all the same, also on a busy machine. */
export const untilRenewedMs = 600_000

/** How a world begins. */
interface WorldOptions {
  sellers: number
  /** Where workers find the store, when something stands before it. Default: the database itself. */
  storeUrl?: (database: Database) => Promise<string>
  /** Whether the run crashes the database's server, which other runs must then not use. Default `false`. */
  mayCrash?: boolean
}

/** A provider, a database, and as many processes as a run wants; time moves when the run says so. */
export class World {
  readonly sandbox: Sandbox
  readonly proxy: FaultProxy
  readonly database: Database
  readonly store: TokenStore
  /** Asks the provider directly, past the proxy. */
  readonly client: Client
  /** A process that nothing happens to. */
  readonly judge: SellerTokens
  readonly sellerIds: readonly string[]
  /** The access token that each seller was linked with. */
  readonly firstTokens: Map<string, string> = new Map()
  readonly encryptionKey: string
  readonly #workers = new Set<WorkerProcess>()
  readonly #opened: OpenedStore
  readonly #storeUrl: string
  #offsetMs = 0
  #lastSeen: LoggedRequest | undefined
  #granted = new Map<string, number>()

  private constructor(
    sandbox: Sandbox,
    proxy: FaultProxy,
    database: Database,
    opened: OpenedStore,
    storeUrl: string,
  ) {
    this.sandbox = sandbox
    this.proxy = proxy
    this.database = database
    this.store = opened.store
    this.encryptionKey = randomBytes(32).toString('base64')
    this.client = this.clientOf(sandbox.endpoints.tokenEndpoint)
    this.judge = this.machine([this.encryptionKey])
    this.sellerIds = sandbox.sellers.map(({ id }) => String(id))
    this.#opened = opened
    this.#storeUrl = storeUrl
    proxy.responded = () => this.#readLog()
  }

  static async open(kind: StoreKind, options: WorldOptions): Promise<World> {
    const { sellers, storeUrl, mayCrash = false } = options
    const database = await startDatabase(kind, mayCrash)
    const sandbox = await createSandbox({
      applications: [{ redirectUris: [redirectUri] }],
      sellers: Array.from({ length: sellers }, (_, index) => ({
        id: firstSellerId + index,
        nickname: `TIENDA_${index}`,
        siteId: 'MLA',
        countryId: 'AR',
      })),
    })
    const proxy = await FaultProxy.start(sandbox.endpoints.tokenEndpoint)
    const opened = await openStore(database.url)
    await opened.store.migrate()
    const url = storeUrl === undefined ? database.url : await storeUrl(database)
    return new World(sandbox, proxy, database, opened, url)
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  /** The application, as one that talks to this token endpoint. */
  clientOf(tokenEndpoint: string): Client {
    const { clientId, clientSecret } = this.sandbox.application
    const provider = { ...mercadoPagoProvider(), ...this.sandbox.endpoints, tokenEndpoint }
    const clock = () => this.now()
    return createClient({ clientId, clientSecret, redirectUri, provider, clock, timeoutMs })
  }

  /** Another machine within this process, past the proxy. */
  machine(encryptionKeys: string[], { cacheMs = 5_000 } = {}): SellerTokens {
    const { client, store } = this
    // It judges what came of renewals, so it waits for each. By then nobody else is about to save: those who
    // were at work have closed or are dead.
    const patience = {
      cacheMs,
      renewalWaitMs: untilRenewedMs,
      maxRenewals: 1_000,
      settleMs: 100,
    }
    const options = { encryptionKeys, storeTimeoutMs, ...patience }
    return new SellerTokens({ client, store, ...options, clock: () => this.now() })
  }

  /** Every seller consents, and is linked. */
  async linkAll(): Promise<void> {
    await inParallel(this.sellerIds, 8, (sellerId) => this.link(sellerId))
    this.#granted.clear()
  }

  /** A seller consents, and is linked. @param machine - seals the tokens. */
  async link(sellerId: string, machine: SellerTokens = this.judge): Promise<void> {
    const { codeVerifier, codeChallenge } = createPkcePair()
    const url = this.client.authorizationUrl({ state: createState(), codeChallenge })
    const back = await this.sandbox.approve(url, { seller: sellerId })
    const code = new URL(back).searchParams.get('code') ?? ''
    const tokens = await this.client.authorizationCodeGrant({ code, codeVerifier })
    await machine.link(tokens, { owner: `shop-${sellerId}` })
    this.firstTokens.set(sellerId, tokens.accessToken)
    this.#readLog()
  }

  /** What a process of the app is started with: the world's clock, and everything else as usual. */
  settings(changes: Partial<WorkerSettings> = {}): WorkerSettings {
    const { clientId, clientSecret, webhookSecret } = this.sandbox.application
    return {
      ...this.sandbox.endpoints,
      tokenEndpoint: this.proxy.url,
      storeUrl: this.#storeUrl,
      clientId,
      clientSecret,
      redirectUri,
      webhookSecret,
      encryptionKeys: [this.encryptionKey],
      offsetMs: this.#offsetMs,
      leaseMs: 30_000,
      cacheMs: 5_000,
      storeTimeoutMs,
      renewalWaitMs: 2_000,
      timeoutMs,
      isGated: false,
      ...changes,
    }
  }

  /** Starts a process of the app. Its clock is the world's from then on. */
  async worker(changes: Partial<WorkerSettings> = {}): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(this.settings(changes))
    this.#workers.add(worker)
    return worker
  }

  workers(count: number, changes: Partial<WorkerSettings> = {}): Promise<WorkerProcess[]> {
    return Promise.all(Array.from({ length: count }, () => this.worker(changes)))
  }

  /**
   * Moves every clock to where all tokens of today are due, and still live.
   *
   * @param aheadDays - how far the workers' clocks are ahead of the provider's; with 30, the access
   *   tokens have ended for them.
   */
  async makeDue(aheadDays = 0): Promise<void> {
    await this.passTime({ days: 151 }, aheadDays)
  }

  /** Moves every clock, those of the workers by some days more. */
  async passTime(time: { days?: number; minutes?: number }, aheadDays = 0): Promise<void> {
    const offsetMs = this.advance(time) + aheadDays * dayMs
    await Promise.all([...this.#workers].map((worker) => worker.request('clock', { offsetMs })))
  }

  /** Moves the provider's clock, and this process's. @returns how far they are ahead of real time. */
  advance({ days = 0, minutes = 0 }: { days?: number; minutes?: number }): number {
    this.sandbox.clock.advance({ days, minutes })
    this.#offsetMs += days * dayMs + minutes * 60_000
    return this.#offsetMs
  }

  async kill(worker: WorkerProcess): Promise<void> {
    this.#workers.delete(worker)
    await worker.kill()
  }

  /** How many grants of a type the sandbox's own log shows since the last time of asking. */
  granted(grantType: 'refresh_token' | 'authorization_code'): number {
    this.#readLog()
    const count = this.#granted.get(grantType) ?? 0
    this.#granted.delete(grantType)
    return count
  }

  /**
   * The sellers whose stored refresh token the provider does not take, whatever the record says of them.
   * It is really sent, from a copy of the record, so the seller is of no use afterwards.
   */
  async lost(
    sellerIds: readonly string[] = this.sellerIds,
    encryptionKeys: string[] = [this.encryptionKey],
  ): Promise<string[]> {
    const lost: string[] = []
    const copies = new MemoryTokenStore()
    const clock = () => this.now()
    // Nobody else has the copies.
    const alone = { store: copies, storeTimeoutMs, settleMs: 1 }
    const tester = new SellerTokens({ client: this.client, encryptionKeys, clock, ...alone })
    await inParallel(sellerIds, 8, async (sellerId) => {
      const record = await this.store.get({ clientId: this.client.clientId, sellerId })
      if (record === undefined) throw new Error(`there is no record of ${sellerId}`)
      const unmarked = changedRecord(record, { lostReason: null, dueAt: this.now() })
      await copies.save(unmarked, undefined)
      await tester.renew(sellerId).catch((error: unknown) => {
        if (!(error instanceof ReauthorizationRequiredError)) throw error
        lost.push(sellerId)
      })
      this.#readLog()
    })
    return lost.sort()
  }

  /** Whether the provider takes this access token. */
  async isAccepted(accessToken: string): Promise<boolean> {
    const isTaken = await this.client.userInfo(accessToken).then(
      () => true,
      () => false,
    )
    this.#readLog()
    return isTaken
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.kill()))
    await this.judge.close({ timeoutMs: 100 }).catch(() => {})
    await this.#opened.close()
    await this.proxy.stop()
    await this.sandbox.close()
    await this.database.stop()
  }

  /** The sandbox remembers a thousand requests, so they are counted as they come. */
  #readLog(): void {
    const { requests } = this.sandbox
    const from = this.#lastSeen === undefined ? 0 : requests.lastIndexOf(this.#lastSeen) + 1
    for (const { grantType } of requests.slice(from)) {
      if (grantType === undefined) continue
      this.#granted.set(grantType, (this.#granted.get(grantType) ?? 0) + 1)
    }
    this.#lastSeen = requests.at(-1)
  }
}

/** Does the work for each item, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  const lane = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

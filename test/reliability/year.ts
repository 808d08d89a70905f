import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemoryTokenStore, SellerTokens } from 'mercadopago-oauth'
import { changedRecord, recordIn, storedSeller } from '../helpers/stored-seller.ts'
import type { StoreKind } from './database.ts'
import type { NetworkFault, ProxiedRequest } from './fault-proxy.ts'
import { type DeathCause, Grants } from './grants.ts'
import { NotificationHook } from './notification-hook.ts'
import { Bounds, type Report } from './report.ts'
import { openWorldOnLine, type StoreLine } from './store-line.ts'
import type { ArrivedNotification } from './worker.ts'
import type { WorkerProcess } from './worker-process.ts'
import { inParallel, untilRenewedMs, type World } from './world.ts'
import { lastDay, YearPlan } from './year-plan.ts'

const hourMs = 60 * 60 * 1000
/** A day, and some minutes in which the run itself takes time. */
const longestReportHours = 24.2
const machines = 2
const concurrency = 4
const callsADay = 5
/** Two renewals of a sweep end well before something happens to it. */
const undisturbed = 2
const responsesLost = 20
/** Leases end by the store's own clock, which nobody moves. */
const leaseMs = 2_000
const longestFlushMs = 30_000
const aheadMs = 1_000 * 24 * hourMs

/** How large the year is, and what decides about its days. */
interface YearSize {
  sellers: number
  seed: number
}

/**
 * A year of daily sweeps by two processes: sellers join, withdraw and return, provider and store go away, two
 * deployments kill both processes in the middle of a sweep, and the encryption key is replaced.
 */
export async function year(kind: StoreKind, { sellers, seed }: YearSize): Promise<Report> {
  const { world, line } = await openWorldOnLine(kind, { sellers, mayCrash: false })
  const run = new Year(world, line, new YearPlan(seed))
  try {
    await run.begin()
    for (let day = 1; day <= lastDay; day++) await run.live(day)
    await run.end()
    return { run: `year, ${kind}`, size: `${sellers} sellers, seed ${seed}`, ...run.findings() }
  } finally {
    await line.giveBack()
    await run.close()
    await world.close()
    await line.end()
  }
}

/** The days of one year, and what is found out about them. */
class Year {
  readonly #world: World
  readonly #line: StoreLine
  readonly #plan: YearPlan
  readonly #bounds = new Bounds()
  readonly #grants = new Grants()
  readonly #joining = new Map<number, string[]>()
  readonly #withdrawing = new Map<number, string[]>()
  readonly #newKey = randomBytes(32).toString('base64')
  readonly #counts = {
    consents: 0,
    withdrawn: 0,
    lost: 0,
    reported: 0,
    falseAlarms: 0,
    requests: 0,
  }
  readonly #announced = new Map<string, number>()
  /** How many losses each process had announced when it was last asked. */
  #heard: number[] = []
  /** Opens whatever any of the processes sealed. */
  readonly #auditor: SellerTokens
  #keys: string[]
  #linking: SellerTokens
  #workers: WorkerProcess[] = []
  #hook: NotificationHook | undefined
  #deployments = 0
  #isStoreAway = false
  #isProviderAway = false
  /** Those whose renewal was under way when the store went away. */
  #unsaved: ReadonlyMap<string, string | undefined> = new Map()
  #upSince: Date
  /** When the last sweep began that completed while every server was available. */
  #sweptAt = new Date(0)
  #longestReportMs = 0
  #killedAtIt = 0
  #liveLost = 0

  constructor(world: World, line: StoreLine, plan: YearPlan) {
    this.#world = world
    this.#line = line
    this.#plan = plan
    this.#upSince = world.now()
    this.#keys = [world.encryptionKey]
    this.#linking = world.machine(this.#keys)
    this.#auditor = world.machine([world.encryptionKey, this.#newKey])
  }

  async begin(): Promise<void> {
    for (const sellerId of this.#world.sellerIds) {
      put(this.#joining, this.#plan.joinDay(sellerId), sellerId)
      const day = this.#plan.withdrawalDay(sellerId)
      if (day !== undefined) put(this.#withdrawing, day, sellerId)
    }
    this.#hook = await NotificationHook.start((arrived) => this.#arrived(arrived))
    this.#world.sandbox.application.webhookUrl = this.#hook.url
    await this.#startWorkers()
  }

  async live(day: number): Promise<void> {
    const { sandbox, proxy } = this.#world
    await this.#setServices(day)
    await this.#world.passTime({ days: 1 })
    await sandbox.settled()
    await this.#link(day)
    await this.#withdraw(day)
    const event = this.#plan.sweepEvent(day)
    if (event === undefined) {
      await Promise.all([sandbox.settled(), this.#call(day), this.#sweep()])
    } else {
      await sandbox.settled()
      if (event === 'deploy') await this.#deploy()
      if (event === 'store cut') await this.#cutStore()
      if (event === 'responses lost') await this.#loseResponses()
    }
    const isQuiet = this.#areUp && event === undefined
    if (isQuiet && this.#deployments === 2 && this.#keys.length > 1) await this.#dropKey()
    await proxy.settled()
    await this.#check(day, event === 'deploy')
    this.#counts.requests += this.#world.granted('refresh_token')
  }

  async end(): Promise<void> {
    await this.#closeWorkers()
    const onlyNewKey = this.#world.machine([this.#newKey])
    let ended = 0
    let undecryptable = 0
    for await (const seller of onlyNewKey.list()) {
      if ('error' in seller) undecryptable += 1
      else if (seller.state === 'ended' || seller.state === 'overdue') ended += 1
    }
    this.#bounds.equal('tokens that the new key does not open', undecryptable, 0)
    this.#bounds.equal('overdue or ended', ended, 0)
    const lost = await this.#world.lost(this.#grants.alive(), [this.#newKey])
    this.#liveLost = lost.length
    this.#bounds.equal('live sellers lost', lost.length, 0)
  }

  findings(): Pick<Report, 'figures' | 'broken'> {
    const unknown = this.#grants.unreported().filter((id) => this.#grants.deathOf(id) !== undefined)
    const { consents, withdrawn, lost, reported, falseAlarms, requests } = this.#counts
    return {
      figures: {
        consents,
        'refresh requests': requests,
        withdrawn,
        'lost between renewal and save': lost,
        'killed in the middle of a sweep': this.#killedAtIt,
        'reported dead': reported,
        'longest until the report, h': Math.round(this.#longestReportMs / (hourMs / 10)) / 10,
        'false alarms': falseAlarms,
        'live sellers lost': this.#liveLost,
        'dead, and not to be known yet': unknown.length,
      },
      broken: this.#bounds.broken,
    }
  }

  async close(): Promise<void> {
    await this.#hook?.stop()
  }

  /** Takes provider and store away, or gives them back. */
  async #setServices(day: number): Promise<void> {
    const { proxy } = this.#world
    const outage = this.#plan.providerOutage(day)
    const wasAway = this.#isStoreAway || this.#isProviderAway
    proxy.fault = () => outage ?? 'none'
    this.#isProviderAway = outage !== undefined
    if (this.#plan.isStoreAway(day)) await this.#takeStore()
    else if (this.#isStoreAway) await this.#giveStoreBack()
    if (wasAway && this.#areUp) this.#upSince = this.#world.now()
  }

  get #areUp(): boolean {
    return !this.#isProviderAway && !this.#isStoreAway
  }

  async #takeStore(): Promise<void> {
    if (!this.#isStoreAway) await this.#line.take('cut')
    this.#isStoreAway = true
  }

  async #giveStoreBack(): Promise<void> {
    await this.#line.giveBack()
    for (const worker of this.#workers) await until(() => worker.request('hasStore', {}))
    // A process that got a pair saves it before the next sweep, and the leases of the others expire.
    for (const sellerId of this.#unsaved.keys()) {
      await until(() => this.#hasLatest(sellerId, this.#unsaved))
    }
    await sleep(leaseMs)
    this.#unsaved = new Map()
    this.#isStoreAway = false
  }

  async #startWorkers(): Promise<void> {
    const userInfoEndpoint = new URL('/users/me', this.#world.proxy.url).href
    const encryptionKeys = this.#keys
    const patience = { leaseMs, settleMs: 400, renewalWaitMs: untilRenewedMs }
    this.#workers = await this.#world.workers(machines, {
      userInfoEndpoint,
      encryptionKeys,
      ...patience,
    })
    this.#heard = this.#workers.map(() => 0)
  }

  async #link(day: number): Promise<void> {
    const sellerIds = this.#joining.get(day) ?? []
    if (!this.#areUp) {
      for (const sellerId of sellerIds) put(this.#joining, day + 1, sellerId)
      return
    }
    await inParallel(sellerIds, 8, async (sellerId) => {
      if (this.#grants.isLinked(sellerId) && !this.#grants.deathOf(sellerId)) return
      await this.#world.link(sellerId, this.#linking)
      this.#grants.link(sellerId)
      this.#announced.delete(sellerId)
      this.#counts.consents += 1
    })
  }

  async #withdraw(day: number): Promise<void> {
    for (const sellerId of this.#withdrawing.get(day) ?? []) {
      if (!this.#grants.isLinked(sellerId)) put(this.#withdrawing, day + 1, sellerId)
      else if (!this.#grants.deathOf(sellerId)) {
        await this.#die(sellerId, 'withdrawn')
        await this.#world.sandbox.withdraw(sellerId)
        if (this.#plan.returnsAtOnce(sellerId)) put(this.#joining, day + 1, sellerId)
      }
    }
  }

  async #die(sellerId: string, cause: DeathCause): Promise<void> {
    const at = this.#world.now()
    const { dueAt } = await this.#record(sellerId)
    this.#grants.die(sellerId, { cause, at, dueAt: dueAt ?? at })
    this.#counts[cause] += 1
  }

  /** A notification is at the door of the app. */
  async #arrived(arrived: ArrivedNotification): Promise<number> {
    const { action, user_id } = JSON.parse(arrived.body)
    const sellerId = String(user_id)
    if (action !== 'application.deauthorized') return 200
    // A proxy says that it was delivered, and so it does not come again.
    if (this.#plan.isNotificationLost(sellerId)) return 200
    const worker = this.#workers[user_id % machines]
    const status = (await worker?.request('notify', arrived)) ?? 503
    if (status === 200) this.#grants.couldKnow(sellerId, this.#world.now())
    if (this.#areUp) this.#bounds.equal('status for a notification', status, 200)
    return status
  }

  /** The app works for some sellers. */
  async #call(day: number): Promise<void> {
    const sellerIds = this.#plan.someOf(this.#grants.unreported(), callsADay, day)
    const outcomes = await this.#workers[day % machines]?.request('call', { sellerIds })
    if (!this.#areUp) return
    for (const [sellerId, outcome] of Object.entries(outcomes ?? {})) {
      if (outcome !== '200') this.#grants.couldKnow(sellerId, this.#world.now())
      const isAlive = this.#grants.deathOf(sellerId) === undefined
      if (isAlive) this.#bounds.equal(`call on day ${day}`, outcome, '200')
    }
  }

  async #sweep(): Promise<void> {
    const startedAt = this.#world.now()
    const sweeps = await Promise.allSettled(
      this.#workers.map((worker) => worker.request('sweep', { concurrency })),
    )
    if (!this.#areUp) return
    for (const sweep of sweeps) {
      const failures = sweep.status === 'rejected' ? [String(sweep.reason)] : sweep.value.failures
      const others = failures.filter((code) => !code.startsWith('reauthorization_required'))
      this.#bounds.equal('failures of a sweep', others.join(), '')
    }
    this.#sweptAt = startedAt
  }

  /** Both processes are killed in the middle of a sweep; those of the next release have another list of keys. */
  async #deploy(): Promise<void> {
    await this.#hear()
    const kill = signal()
    const isHeld = signal()
    this.#world.proxy.held = isHeld.give
    const seen = this.#disturb((count) =>
      count <= undisturbed ? 'none' : { respondedAfter: kill.given },
    )
    const sweeps = Promise.allSettled(
      this.#workers.map((worker) => worker.request('sweep', { concurrency })),
    )
    await Promise.race([isHeld.given.then(() => this.#killedAtIt++), sweeps])
    await Promise.all(this.#workers.map((worker) => this.#world.kill(worker)))
    kill.give()
    await sweeps
    await this.#world.proxy.settled()
    await sleep(leaseMs)
    await this.#bury(seen)
    this.#world.proxy.fault = () => 'none'
    this.#deployments += 1
    const oldKey = this.#world.encryptionKey
    this.#keys = this.#deployments === 1 ? [oldKey, this.#newKey] : [this.#newKey, oldKey]
    this.#linking = this.#world.machine(this.#keys)
    await this.#startWorkers()
    await this.#sweep()
    if (this.#deployments === 2) await this.#workers[0]?.request('rewrap', {})
  }

  /** When nothing needs the old key any more, the processes are started again without it. */
  async #dropKey(): Promise<void> {
    await this.#closeWorkers()
    this.#keys = [this.#newKey]
    this.#linking = this.#world.machine(this.#keys)
    await this.#startWorkers()
  }

  /** The store goes away in the middle of a sweep, before the responses come. */
  async #cutStore(): Promise<void> {
    const gone = signal()
    const seen = this.#disturb((count) => {
      if (count <= undisturbed) return 'none'
      if (count === undisturbed + 1) void this.#takeStore().then(gone.give)
      return { respondedAfter: gone.given }
    })
    await Promise.allSettled(
      this.#workers.map((worker) => worker.request('sweep', { concurrency })),
    )
    await this.#takeStore()
    this.#unsaved = seen
  }

  /** The provider goes away in the middle of a sweep, and takes some responses along. */
  async #loseResponses(): Promise<void> {
    const seen = this.#disturb((count) => {
      if (count <= undisturbed) return 'none'
      return count <= undisturbed + responsesLost ? 'cut after' : 'answer 503'
    })
    await Promise.allSettled(
      this.#workers.map((worker) => worker.request('sweep', { concurrency })),
    )
    this.#isProviderAway = true
    await this.#world.proxy.settled()
    await this.#bury(seen)
  }

  /**
   * Does to each refresh request what a rule says of its number.
   *
   * @returns those who were to be renewed, and the token that the provider had issued last until then.
   */
  #disturb(rule: (count: number) => NetworkFault): ReadonlyMap<string, string | undefined> {
    const { proxy } = this.#world
    const seen = new Map<string, string | undefined>()
    proxy.fault = ({ sellerId, grantType }: ProxiedRequest) => {
      if (grantType !== 'refresh_token') return 'none'
      seen.set(sellerId, proxy.issuedTo(sellerId))
      return rule(seen.size)
    }
    return seen
  }

  /** Finds the grants that the provider renewed and nobody can save any more. */
  async #bury(seen: ReadonlyMap<string, string | undefined>): Promise<void> {
    for (const sellerId of seen.keys()) {
      if (!(await this.#hasLatest(sellerId, seen))) await this.#die(sellerId, 'lost')
    }
  }

  /** Whether the store has the pair of a renewal, if there was one. */
  async #hasLatest(
    sellerId: string,
    before: ReadonlyMap<string, string | undefined>,
  ): Promise<boolean> {
    const issued = this.#world.proxy.issuedTo(sellerId)
    if (issued === before.get(sellerId)) return true
    const copies = new MemoryTokenStore()
    const dueAt = new Date(this.#world.now().getTime() + aheadMs)
    const record = changedRecord(await this.#record(sellerId), { lostReason: null, dueAt })
    await copies.save(record, undefined)
    const encryptionKeys = [this.#world.encryptionKey, this.#newKey]
    const clock = () => this.#world.now()
    const reader = new SellerTokens({
      client: this.#world.client,
      store: copies,
      encryptionKeys,
      clock,
    })
    return (await reader.accessToken(sellerId)) === issued
  }

  #record(sellerId: string) {
    const { store, client } = this.#world
    return recordIn(store, { clientId: client.clientId, sellerId })
  }

  /** At the end of a day: who is reported, and who should be. */
  async #check(day: number, isKillDay: boolean): Promise<void> {
    const marked = new Set<string>()
    for await (const seller of this.#auditor.list({ needs: 'relink' })) {
      if (!('error' in seller) && seller.state === 'relink') marked.add(seller.sellerId)
    }
    const unreported = this.#grants.unreported()
    if (unreported.some((sellerId) => marked.has(sellerId))) await this.#hear()
    for (const sellerId of unreported) {
      const death = this.#grants.deathOf(sellerId)
      const isDue = death !== undefined && death.dueAt <= this.#sweptAt
      if (isDue && this.#areUp) {
        this.#grants.couldKnow(sellerId, latest(death.at, death.dueAt, this.#upSince))
      }
      if (marked.has(sellerId)) await this.#reported(sellerId, day, isKillDay)
      else if (death?.knownFrom !== undefined) {
        this.#bounds.equal(`day ${day}, ${sellerId} (${death.cause})`, 'not reported', 'reported')
      }
    }
  }

  async #reported(sellerId: string, day: number, isKillDay: boolean): Promise<void> {
    const death = this.#grants.deathOf(sellerId)
    this.#grants.report(sellerId)
    if (death === undefined) {
      this.#counts.falseAlarms += 1
      this.#bounds.equal(`day ${day}, ${sellerId} is alive`, 'reported', 'not reported')
      return
    }
    this.#counts.reported += 1
    const now = this.#world.now()
    const tookMs = now.getTime() - (death.knownFrom ?? now).getTime()
    this.#longestReportMs = Math.max(this.#longestReportMs, tookMs)
    this.#bounds.atMost(`day ${day}, hours until the report`, tookMs / hourMs, longestReportHours)
    const { lostReason } = storedSeller(await this.#record(sellerId))
    if (death.cause === 'lost') this.#bounds.equal('reason', lostReason ?? '', 'rotation_lost')
    if (!isKillDay) this.#bounds.equal('events', this.#announced.get(sellerId) ?? 0, 1)
    const later = this.#plan.returnsAfterDays(sellerId)
    if (later !== undefined) put(this.#joining, day + later, sellerId)
  }

  async #closeWorkers(): Promise<void> {
    await this.#hear()
    for (const worker of this.#workers) {
      this.#bounds.equal('close', await worker.request('close', { timeoutMs: 10_000 }), 'closed')
      await this.#world.kill(worker)
    }
  }

  /** What the processes have announced since the last time. */
  async #hear(): Promise<void> {
    const heard = await Promise.all(this.#workers.map((worker) => worker.request('events', {})))
    for (const [index, { lost, recovered, integrityFailures, mismatches }] of heard.entries()) {
      for (const { sellerId } of lost.slice(this.#heard[index])) {
        this.#announced.set(sellerId, (this.#announced.get(sellerId) ?? 0) + 1)
      }
      this.#heard[index] = lost.length
      this.#bounds.equal('recovered', recovered.length, 0)
      this.#bounds.equal('tokens that do not open', integrityFailures, 0)
      this.#bounds.equal('mismatches', mismatches, 0)
    }
  }
}

function put(map: Map<number, string[]>, day: number, sellerId: string): void {
  map.set(day, [...(map.get(day) ?? []), sellerId])
}

function latest(...dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())))
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

/** Asks again until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endsAtMs = performance.now() + longestFlushMs
  while (!(await isSo())) {
    if (performance.now() > endsAtMs) throw new Error('it took too long')
    await sleep(50)
  }
}

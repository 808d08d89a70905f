import { randomInt } from 'node:crypto'
import { type StoreKind, storeKinds } from './database.ts'
import { duplicateCallback } from './duplicate-callback.ts'
import { faultSweep } from './fault-sweep.ts'
import { flood } from './flood.ts'
import { hotPath } from './hot-path.ts'
import { keyRotation } from './key-rotation.ts'
import { killLoop } from './kill-loop.ts'
import { millionSellers } from './million-sellers.ts'
import { pausedHolder } from './paused-holder.ts'
import { refreshStorm } from './refresh-storm.ts'
import { refusedSave } from './refused-save.ts'
import type { Report } from './report.ts'
import { slowServer } from './slow-server.ts'
import { soak } from './soak.ts'
import { storeOutage } from './store-outage.ts'
import { year } from './year.ts'

/** A run, ready to go. */
export interface Run {
  /** E.g. `R01 postgres`, or `R07 cookies` for what needs no store. */
  readonly name: string
  readonly start: () => Promise<Report & { plan?: string }>
}

/** A minute or two in all, for the tests. A lease outlasts any pause of a busy machine. */
export function shortRuns(kind: StoreKind, seed: number = randomSeed()): Run[] {
  const storm = { processes: 4, callers: 20, sellers: 10, rounds: 1 }
  const all: Run[] = [
    { name: `R01 ${kind}`, start: () => refreshStorm(kind, storm) },
    { name: `R02 ${kind}`, start: () => slowServer(kind, { leaseMs: 2_500 }) },
    { name: `R03 ${kind}`, start: () => killLoop(kind, { kills: 12, width: 4 }) },
    { name: `R04 ${kind}`, start: () => refusedSave(kind, { sellers: 20, refusedMs: 2_000 }) },
    { name: `R05 ${kind}`, start: () => storeOutage(kind, { outageMs: 3_000, flaps: 2 }) },
    { name: `R06 ${kind}`, start: () => faultSweep(kind) },
    { name: `R10 ${kind}`, start: () => duplicateCallback(kind, { rounds: 3, times: 50 }) },
    { name: `R11 ${kind}`, start: () => keyRotation(kind, { sellers: 100, kills: 1 }) },
    { name: `K24 ${kind}`, start: () => pausedHolder(kind, { sellers: 8 }) },
  ]
  if (kind === 'redis') return all
  const many = () => millionSellers(kind, { sellers: 20_000, due: 200, processes: 4 })
  all.push({ name: `many ${kind}`, start: many })
  if (kind !== 'postgres') return all
  // What it looks for is in core, whatever the store.
  return [...all, { name: `year ${kind}`, start: () => year(kind, { sellers: 80, seed }) }]
}

/** As long as it takes, or a share of that: fewer rounds and kills, and a shorter outage. */
function longRuns(kind: StoreKind, share: number, seed: number): Run[] {
  const part = (whole: number) => Math.ceil(whole * share)
  const storm = { processes: 8, callers: 200, sellers: 50, rounds: part(100) }
  const outage = { outageMs: part(300_000), flaps: part(60) }
  const all: Run[] = [
    { name: `R01 ${kind}`, start: () => refreshStorm(kind, storm) },
    { name: `R02 ${kind}`, start: () => slowServer(kind, { leaseMs: 3_000 }) },
    { name: `R03 ${kind}`, start: () => killLoop(kind, { kills: part(1_000), width: 10 }) },
    { name: `R04 ${kind}`, start: () => refusedSave(kind, { sellers: 100, refusedMs: 60_000 }) },
    { name: `R05 ${kind}`, start: () => storeOutage(kind, outage) },
    { name: `R06 ${kind}`, start: () => faultSweep(kind) },
    { name: `R10 ${kind}`, start: () => duplicateCallback(kind, { rounds: part(200), times: 50 }) },
    { name: `R11 ${kind}`, start: () => keyRotation(kind, { sellers: 1_001, kills: 5 }) },
    { name: `K24 ${kind}`, start: () => pausedHolder(kind, { sellers: 40 }) },
  ]
  if (kind === 'redis') return all
  const many = () => millionSellers(kind, { sellers: 1_000_000, due: 10_000, processes: 8 })
  all.push({ name: `many ${kind}`, start: many })
  if (kind !== 'postgres') return all
  // What it looks for is in the process, whatever the store.
  const mixed = { minutes: 30 * share, sellers: 1_000, perSecond: 200 }
  return [
    ...all,
    { name: `R08 ${kind}`, start: () => soak(kind, mixed) },
    { name: `year ${kind}`, start: () => year(kind, { sellers: part(10_000), seed }) },
  ]
}

/** Seconds of what takes half an hour, for the tests: they show that it runs, not that nothing grows. */
export const smokeRuns: readonly Run[] = [
  {
    name: 'R08 sqlite',
    start: () => soak('sqlite', { minutes: 1 / 12, sellers: 20, perSecond: 30 }),
  },
  { name: 'R09', start: () => flood({ starts: 5_000 }) },
]

/** A flood needs no store's server. */
function floodRun(share: number): Run {
  return { name: 'R09', start: () => flood({ starts: Math.ceil(1_000_000 * share) }) }
}

const hotPathRun: Run = {
  name: 'hot path',
  start: () => hotPath({ rounds: 30, calls: 100_000 }),
}

/** The properties with as many cases as they are to stand, or a share of that; the tests try fewer. */
async function propertyRuns(share: number): Promise<Run[]> {
  // Loaded here, because the generators of the texts take longer to make than many a short run.
  const [
    { adaptersAgree },
    { callbacks },
    { cookies },
    { notifications },
    { storedRecords },
    { tokenResponses },
  ] = await Promise.all([
    import('../properties/adapters-agree.ts'),
    import('../properties/callbacks.ts'),
    import('../properties/cookies.ts'),
    import('../properties/notifications.ts'),
    import('../properties/stored-records.ts'),
    import('../properties/token-responses.ts'),
  ])
  const part = (whole: number) => ({ runs: Math.ceil(whole * share) })
  return [
    { name: 'R07 callbacks', start: () => callbacks(part(100_000)) },
    { name: 'R07 token answers', start: () => tokenResponses(part(50_000)) },
    { name: 'R07 notifications', start: () => notifications(part(20_000)) },
    { name: 'R07 cookies', start: () => cookies(part(20_000)) },
    { name: 'R07 stored records', start: () => storedRecords(part(20_000)) },
    { name: 'R13 adapters', start: () => adaptersAgree(part(10_000)) },
  ]
}

/** All short runs on every store, those of one kind together. */
export function everyShortRun(seed: number = randomSeed()): Run[] {
  return sorted([...storeKinds.flatMap((kind) => shortRuns(kind, seed)), ...smokeRuns, hotPathRun])
}

/** All long runs on every store, those of one kind together, and the properties. */
export async function everyLongRun(share: number, seed: number = randomSeed()): Promise<Run[]> {
  const onStores = storeKinds.flatMap((kind) => longRuns(kind, share, seed))
  return sorted([...onStores, ...(await propertyRuns(share)), floodRun(share), hotPathRun])
}

function randomSeed(): number {
  return randomInt(2 ** 31)
}

function sorted(runs: readonly Run[]): Run[] {
  return runs.toSorted((a, b) => a.name.slice(0, 3).localeCompare(b.name.slice(0, 3)))
}

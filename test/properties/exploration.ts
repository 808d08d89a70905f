import { randomInt } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { Bounds, type Report } from '../reliability/report.ts'
import { Fault } from './fault.ts'
import { LoopDelay } from './loop-delay.ts'

/** How far an exploration goes. */
export interface ExplorationOptions {
  /** How many cases are tried. */
  runs: number
  /** Makes the same cases again. Default: the environment's `PROPERTY_SEED`, else a new one. */
  seed?: number
}

/** What is explored. */
export interface Exploration<Case> {
  /** E.g. `R07 callbacks`. */
  run: string
  cases: fc.Arbitrary<Case>
  /** Tries one case and gives its outcome in a word; throws for a fault. */
  attempt: (one: Case) => Promise<string>
}

/** The report of a case that shows a fault. */
interface Failure {
  seed: number
  counterexamplePath: string | null
  counterexample: readonly unknown[] | null
  errorInstance?: unknown
}

/** Long past every deadline of the code itself: a case that has not ended by then never will. */
const endlessMs = 30_000

/** Tries case after case, cuts the first that shows a fault down to its smallest form, and reports it. */
export async function explore<Case>(
  { run, cases, attempt }: Exploration<Case>,
  { runs, seed = seedOfEnvironment() }: ExplorationOptions,
): Promise<Report> {
  const bounds = new Bounds()
  const outcomes = new Map<string, number>()
  const unhandled: unknown[] = []
  const keep = (reason: unknown) => void unhandled.push(reason)
  const delay = new LoopDelay()
  let isStuck = false

  const property = fc.asyncProperty(cases, async (one) => {
    // What hangs once would hang in every smaller form.
    if (isStuck) return
    const outcome = await delay.during(async () => {
      const found = await ended(attempt(one), () => {
        isStuck = true
      })
      // Unhandled rejections are reported when the event loop turns.
      await turn()
      return found
    })
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (unhandled.length > 0) throw new Fault(`unhandled rejection: ${inspect(unhandled.pop())}`)
    if (Object.keys(Object.prototype).length > 0) throw new Fault('Object.prototype was changed')
  })

  process.on('unhandledRejection', keep)
  const details = await fc.check(property, { numRuns: runs, seed })
  process.off('unhandledRejection', keep)

  if (details.failed) bounds.broken.push(sentence(details))
  bounds.withinMs('event loop delay p99', delay.p99Ms, 50)
  const counted = [...outcomes].sort(([one], [other]) => one.localeCompare(other))
  return {
    run,
    size: `${runs}, seed ${seed}`,
    figures: {
      ...Object.fromEntries(counted),
      'event loop delay p99 ms': delay.p99Ms,
      'computing in a case p99 ms': delay.computingP99Ms,
    },
    broken: bounds.broken,
    late: bounds.late,
  }
}

function seedOfEnvironment(): number {
  const { PROPERTY_SEED } = process.env
  return PROPERTY_SEED === undefined ? randomInt(2 ** 31) : Number(PROPERTY_SEED)
}

async function ended<T>(work: Promise<T>, onEndless: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onEndless()
      reject(new Error('never ends'))
    }, endlessMs)
  })
  return await Promise.race([work, deadline]).finally(() => clearTimeout(timer))
}

function sentence({ seed, counterexamplePath, counterexample, errorInstance }: Failure): string {
  const oneLine = { depth: null, maxStringLength: 200, breakLength: Number.POSITIVE_INFINITY }
  const shown = inspect(counterexample?.[0], oneLine)
  const fault = errorInstance instanceof Error ? errorInstance.message : inspect(errorInstance)
  return `seed ${seed}, path ${counterexamplePath}: ${fault}; case ${shown.slice(0, 3_000)}`
}

import { FailedError, failureOf } from '../failure.ts'
import { sawNothing } from './linked.ts'
import { RateLimited } from './rate-limit.ts'
import type { Report } from './report.ts'
import type { Kept, Outcome, Step, Walker } from './step.ts'

/** What a walk works with. */
interface WalkOptions {
  readonly walker: Walker
  readonly report: Report
  /** Aborted: the walk ends before the next step. */
  readonly signal: AbortSignal
  /** Called when the report has more to say. */
  changed(): Promise<void>
}

/** Takes the steps one after another. What fails ends the walk, and the report says where. */
export async function walkThrough(
  steps: readonly Step[],
  { walker, report, signal, changed }: WalkOptions,
): Promise<void> {
  let kept: Kept = {}
  for (const [index, step] of steps.entries()) {
    walker.person.tell(`Step ${index + 1} of ${steps.length}: ${step.name}`)
    try {
      if (signal.aborted) throw new FailedError('You stopped it.')
      const outcome = await taken(step, walker, kept)
      report.add(step, walker.clock(), outcome)
      walker.person.tell(`  ${outcome.said}`)
      kept = { ...kept, ...outcome.kept }
    } catch (error) {
      const { sentence } = failureOf(error)
      const seenByChance = error instanceof RateLimited ? error.sightings : []
      report.stop(step, walker.clock(), sentence, seenByChance)
      await changed()
      return
    }
    await changed()
  }
  report.finish()
  await changed()
}

async function taken(step: Step, walker: Walker, kept: Kept): Promise<Outcome> {
  const isWanted = step.question === undefined || (await walker.person.says(step.question))
  return isWanted ? await step.run(walker, kept) : sawNothing(step, 'This step was declined.')
}

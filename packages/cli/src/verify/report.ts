import type { Provider } from 'mercadopago-oauth'
import { outOfSight } from './out-of-sight.ts'
import { notSeen, type Sighting } from './sighting.ts'
import type { Outcome, Step } from './step.ts'
import { type SwitchName, switchNames } from './switch-positions.ts'

/** How a step ended, for the report. */
interface StepReport {
  readonly step: string
  readonly at: Date
  readonly said: string
}

interface Dated extends Sighting {
  readonly at: Date
  readonly step: string
}

/** What was seen, from the first step to the last one so far. */
export class Report {
  readonly #provider: Provider
  readonly #startedAt: Date
  readonly #steps: StepReport[] = []
  readonly #sightings = new Map<SwitchName, Dated>()
  #end: { complete: true } | { complete: false; step: string; why: string } | undefined

  constructor(provider: Provider, startedAt: Date) {
    this.#provider = provider
    this.#startedAt = startedAt
  }

  add({ name }: Step, at: Date, { said, sightings }: Outcome): void {
    this.#steps.push({ step: name, at, said })
    this.#see(name, at, sightings)
  }

  /** The walk ended in the middle of this step. */
  stop({ name }: Step, at: Date, why: string, sightings: readonly Sighting[]): void {
    this.#see(name, at, sightings)
    this.#end = { complete: false, step: name, why }
  }

  finish(): void {
    this.#end = { complete: true }
  }

  get isComplete(): boolean {
    return this.#end?.complete === true
  }

  /** One for each switch, in the order of the sandbox. */
  sightings(): Sighting[] {
    return switchNames.map((name) => this.#sightings.get(name) ?? this.#unseen(name))
  }

  /** As it is written: a profile for the sandbox, and what stands behind each position. */
  toJSON(): object {
    const { authorizationEndpoint, tokenEndpoint } = this.#provider
    const all = this.sightings()
    return {
      profile: 1,
      service: { authorizationEndpoint, tokenEndpoint },
      startedAt: this.#startedAt,
      complete: this.isComplete,
      stopped: this.#end?.complete === false ? { step: this.#end.step, why: this.#end.why } : null,
      switches: Object.fromEntries(all.map(({ name, position = 'not seen' }) => [name, position])),
      details: Object.fromEntries(all.map(({ name, said }) => [name, this.#detailOf(name, said)])),
      steps: this.#steps,
    }
  }

  #detailOf(name: SwitchName, said: string): object {
    const { step = null, at = null } = this.#sightings.get(name) ?? {}
    return { step, at, said }
  }

  #see(step: string, at: Date, sightings: readonly Sighting[]): void {
    for (const sighting of sightings) this.#sightings.set(sighting.name, { ...sighting, step, at })
  }

  #unseen(name: SwitchName): Sighting {
    return notSeen(name, outOfSight[name] ?? 'The walk ended before this.')
  }
}

import type { Arrived, Browser } from './browser.ts'
import type { Inbox } from './inbox.ts'
import type { Person } from './person.ts'
import type { Service } from './service.ts'
import type { Sighting } from './sighting.ts'
import type { SwitchName } from './switch-positions.ts'
import type { Tokens } from './token-response.ts'

/** What a step works with. */
export interface Walker {
  readonly settings: WalkSettings
  readonly person: Person
  readonly browser: Browser
  readonly service: Service
  /** None where no notification can arrive. */
  readonly inbox: Inbox | undefined
  readonly clock: () => Date
}

/** What the person said about the application. */
interface WalkSettings {
  readonly clientId: string
  readonly redirectUri: string
  /** A registered redirect URI with plain http. */
  readonly httpRedirectUri: string | undefined
  /** A registered redirect URI with a query. */
  readonly queryRedirectUri: string | undefined
}

/** What earlier steps left for later ones. Secret. */
export interface Kept {
  /** A code that nobody has exchanged, and when it was issued. */
  readonly spareCode?: { readonly arrived: Arrived; readonly at: Date }
  /** The first exchange. */
  readonly link?: Link
  /** The tokens of the renewal of `link`. */
  readonly renewed?: Tokens
}

export interface Link {
  readonly arrived: Arrived
  readonly tokens: Tokens
  readonly liveMode: unknown
}

/** How a step ended. */
export interface Outcome {
  /** One sentence, without a secret. */
  readonly said: string
  readonly sightings: readonly Sighting[]
  readonly kept?: Kept
}

/** One step of the walk. */
export interface Step {
  readonly name: string
  /** The switches that it looks at. It has a sighting for each, unless it throws. */
  readonly tells: readonly SwitchName[]
  /** Asked before it begins, where it may end a grant, or needs a change in the panel. */
  readonly question?: string
  run(walker: Walker, kept: Kept): Promise<Outcome>
}

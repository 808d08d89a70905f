import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Grant } from '../grants/grant.ts'
import type { Preference } from './preference.ts'

/** What a new preference is made of. */
type NewPreference = Pick<Preference, 'items' | 'marketplaceFee' | 'request'>

const mostPreferences = 10_000

/** The preferences that were created, the newest ten thousand. */
export class Preferences {
  readonly #byId = new Map<string, Preference>()
  readonly #clock: Clock
  readonly #changed: (preference: Preference) => void

  /** @param changed - Hears of each that is created or paid. */
  constructor(clock: Clock, changed: (preference: Preference) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  create({ clientId, userId }: Grant, preference: NewPreference): Preference {
    const id = `${userId}-${randomUUID()}`
    const createdAt = this.#clock.now()
    return this.#set({ id, clientId, sellerId: userId, createdAt, ...preference })
  }

  find(id: string): Preference | undefined {
    return this.#byId.get(id)
  }

  /** Oldest first. */
  all(): Preference[] {
    return [...this.#byId.values()]
  }

  /** Made-up money changes hands, once. */
  pay(preference: Preference): Preference {
    return preference.paidAt ? preference : this.#set({ ...preference, paidAt: this.#clock.now() })
  }

  load(preferences: readonly Preference[]): void {
    for (const preference of preferences) this.#byId.set(preference.id, preference)
  }

  #set(preference: Preference): Preference {
    this.#byId.set(preference.id, Object.freeze(preference))
    const [oldest] = this.#byId.keys()
    if (oldest !== undefined && this.#byId.size > mostPreferences) this.#byId.delete(oldest)
    this.#changed(preference)
    return preference
  }
}

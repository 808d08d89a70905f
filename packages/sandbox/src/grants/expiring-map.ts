import type { Clock } from '../clock.ts'

/** An entry as it is saved. */
export interface SavedEntry<Value> {
  readonly key: string
  readonly value: Value
  readonly expiresAtMs: number
}

interface Entry<Value> {
  value: Value
  expiresAtMs: number
}

/** A map whose entries expire by the sandbox's clock, and which never grows past its limit. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>()
  readonly #clock: Clock
  readonly #limit: number

  /** @param limit - The most entries to hold; beyond it the oldest is dropped. */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock
    this.#limit = limit
  }

  get size(): number {
    return this.#entries.size
  }

  set(key: string, value: Value, lifetimeSeconds: number): void {
    const expiresAtMs = this.#clock.now().getTime() + lifetimeSeconds * 1000
    this.#entries.set(key, { value, expiresAtMs })
    this.#sweep()
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    return entry && this.#isLive(entry) ? entry.value : undefined
  }

  /** Returns an expired entry, as long as there is room for it. */
  findExpired(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    return entry && !this.#isLive(entry) ? entry.value : undefined
  }

  /** Removes the entry and returns its value unless it had expired. */
  take(key: string): Value | undefined {
    const value = this.get(key)
    this.#entries.delete(key)
    return value
  }

  deleteWhere(isUnwanted: (value: Value) => boolean): void {
    for (const [key, { value }] of this.#entries) {
      if (isUnwanted(value)) this.#entries.delete(key)
    }
  }

  /** Changes values; they keep their ends. */
  change(changed: (value: Value) => Value): void {
    for (const entry of this.#entries.values()) entry.value = changed(entry.value)
  }

  /** Returns the entries that have not expired, oldest first. */
  save(): SavedEntry<Value>[] {
    return [...this.#entries].flatMap(([key, entry]) =>
      this.#isLive(entry) ? [{ key, ...entry }] : [],
    )
  }

  load(entries: readonly SavedEntry<Value>[]): void {
    for (const { key, value, expiresAtMs } of entries)
      this.#entries.set(key, { value, expiresAtMs })
    this.#sweep()
  }

  // Entries are in the order of insertion, so the oldest are at the front.
  #sweep(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#limit) return
      this.#entries.delete(key)
    }
  }

  #isLive(entry: Entry<Value>): boolean {
    return this.#clock.now().getTime() < entry.expiresAtMs
  }
}

import type { EncryptionKey } from '../../sealing/encryption-keys.ts'

/** The bytes of a data key, and how many are using them. */
interface HeldKey extends EncryptionKey {
  readonly key: Uint8Array
  users: number
  /** Its time is over, or everything is closed: the last user leaves nothing behind. */
  isOver: boolean
  timer: NodeJS.Timeout | undefined
}

/**
 * Data keys in the clear, by id. Each is held for a limited time. Then nobody new gets it, and its bytes are filled
 * with zeros as soon as the last user has finished.
 */
export class HeldKeys {
  readonly #holdMs: number
  readonly #held = new Map<string, HeldKey>()
  readonly #loading = new Map<string, Promise<void>>()
  #isClosed = false

  constructor(holdMs: number) {
    this.#holdMs = holdMs
  }

  has(id: string): boolean {
    return this.#held.has(id)
  }

  /** Takes the bytes over. */
  put(id: string, bytes: Uint8Array): void {
    const held: HeldKey = { id, key: bytes, users: 0, isOver: this.#isClosed, timer: undefined }
    // It must not keep a process alive that has nothing else to do.
    held.timer = setTimeout(() => this.#end(held), this.#holdMs).unref()
    this.#held.set(id, held)
  }

  /** Runs work with a key, which stays whole until it ends. `load` gives the bytes of one that is not held, once for all. */
  async use<T>(
    id: string,
    load: () => Promise<Uint8Array>,
    work: (key: EncryptionKey) => T | Promise<T>,
  ): Promise<T> {
    for (;;) {
      const held = this.#held.get(id)
      if (held !== undefined) return await this.#using(held, work)
      await this.#load(id, load)
    }
  }

  /** Wipes every key now, or when its last user has finished. A key that is used afterwards is not held. */
  close(): void {
    this.#isClosed = true
    for (const held of this.#held.values()) this.#end(held)
  }

  async #using<T>(held: HeldKey, work: (key: EncryptionKey) => T | Promise<T>): Promise<T> {
    held.users += 1
    try {
      return await work(held)
    } finally {
      held.users -= 1
      if (held.isOver) this.#end(held)
    }
  }

  #load(id: string, load: () => Promise<Uint8Array>): Promise<void> {
    const loading =
      this.#loading.get(id) ??
      load()
        .then((bytes) => this.put(id, bytes))
        .finally(() => this.#loading.delete(id))
    this.#loading.set(id, loading)
    return loading
  }

  #end(held: HeldKey): void {
    clearTimeout(held.timer)
    held.isOver = true
    if (this.#held.get(held.id) === held) this.#held.delete(held.id)
    if (held.users === 0) held.key.fill(0)
  }
}

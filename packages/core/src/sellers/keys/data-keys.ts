import { randomBytes } from 'node:crypto'
import { TokenIntegrityError } from '../../errors.ts'
import { invalidValue } from '../../option.ts'
import { type EncryptionKey, keyIdOfBytes } from '../../sealing/encryption-keys.ts'
import { HeldKeys } from './held-keys.ts'
import type { KeyManager } from './key-manager.ts'
import { decodeWrappedKeys, encodeWrappedKeys, type WrappedKey } from './wrapped-keys.ts'

/** Where the wrapped keys of an application are kept: one body, and compare-and-set on its generation. */
export interface WrappedKeysPlace {
  get(): Promise<{ readonly generation: number; readonly body: string } | undefined>
  /** Writes the body if the stored generation is `expected`; returns whether it did. */
  save(body: string, expected: number | undefined): Promise<boolean>
}

/** What {@link DataKeys} is made of. */
export interface DataKeysParts {
  managers: readonly KeyManager[]
  place: WrappedKeysPlace
  /** How long a key is held in the clear. */
  holdMs: number
  clock: () => Date
}

interface StoredKeys {
  readonly generation: number | undefined
  /** The oldest first. */
  readonly keys: readonly WrappedKey[]
}

/**
 * How long a replaced key stays at least. A process seals with a key for as long as it holds it, which is less than 25
 * days (`positiveInteger`).
 */
const keepReplacedMs = 30 * 24 * 60 * 60 * 1000

/**
 * The data keys of an application: made here, stored wrapped, unwrapped when they are needed. The newest of a provider
 * seals. Which one that is, is read anew each time it has to be unwrapped.
 */
export class DataKeys {
  readonly #parts: DataKeysParts
  readonly #managers: ReadonlyMap<string, KeyManager>
  readonly #held: HeldKeys
  readonly #making = new Map<KeyManager, Promise<WrappedKey>>()
  #known: readonly WrappedKey[] = []

  constructor(parts: DataKeysParts) {
    this.#parts = parts
    this.#managers = new Map(parts.managers.map((manager) => [manager.name, manager]))
    this.#held = new HeldKeys(parts.holdMs)
  }

  /**
   * Runs work with a data key; with `undefined` where there is none of this id, or its provider is not configured.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   */
  async use<T>(id: string, work: (key: EncryptionKey | undefined) => T): Promise<T> {
    const wrapped = this.#managers.size === 0 ? undefined : await this.#find(id)
    const manager = wrapped && this.#managers.get(wrapped.provider)
    if (wrapped === undefined || manager === undefined) return work(undefined)
    return await this.#useWrapped(manager, wrapped, work)
  }

  /** Runs work with the newest key of a provider, and makes its first one. Throws what {@link use} throws. */
  async useNewest<T>(manager: KeyManager, work: (key: EncryptionKey) => Promise<T>): Promise<T> {
    return await this.#useWrapped(manager, await this.#newest(manager), work)
  }

  /** Makes a new key, which seals from now on. Two machines that do it at once make one. */
  async rotate(manager: KeyManager): Promise<void> {
    await this.#make(manager, async () => newestOf((await this.#read()).keys, manager)?.id)
  }

  /** Removes the keys that were replaced long ago: for when nothing is sealed with them. */
  async dropReplaced(): Promise<void> {
    if (this.#managers.size === 0) return
    const before = new Date(this.#parts.clock().getTime() - keepReplacedMs)
    const { generation, keys } = await this.#read()
    const kept = keys.filter((key) => !isReplacedBefore(before, key, keys))
    // When another machine writes meanwhile, there will be another time.
    if (kept.length < keys.length) await this.#save(kept, generation)
  }

  /** Wipes what is held in the clear; a key that is used afterwards is not held. */
  close(): void {
    this.#held.close()
  }

  #useWrapped<T>(
    manager: KeyManager,
    wrapped: WrappedKey,
    work: (key: EncryptionKey) => T | Promise<T>,
  ): Promise<T> {
    return this.#held.use(wrapped.id, () => manager.unwrap(wrapped), work)
  }

  async #find(id: string): Promise<WrappedKey | undefined> {
    const isThis = (key: WrappedKey) => key.id === id
    return this.#known.find(isThis) ?? (await this.#read()).keys.find(isThis)
  }

  async #newest(manager: KeyManager): Promise<WrappedKey> {
    const known = newestOf(this.#known, manager)
    if (known !== undefined && this.#held.has(known.id)) return known
    const stored = newestOf((await this.#read()).keys, manager)
    return stored ?? (await this.#make(manager, async () => undefined))
  }

  /** Makes the key that follows `replaced`; once for all who ask at the same time, however long the store takes. */
  #make(manager: KeyManager, replaced: () => Promise<string | undefined>): Promise<WrappedKey> {
    const making =
      this.#making.get(manager) ??
      this.#made(manager, replaced).finally(() => this.#making.delete(manager))
    this.#making.set(manager, making)
    return making
  }

  async #made(
    manager: KeyManager,
    replaced: () => Promise<string | undefined>,
  ): Promise<WrappedKey> {
    const replacedId = await replaced()
    const { wrapped, bytes } = await this.#wrappedNew(manager)
    try {
      const newest = await this.#stored(manager, wrapped, replacedId)
      if (newest === wrapped) this.#held.put(wrapped.id, bytes)
      else bytes.fill(0)
      return newest
    } catch (error) {
      bytes.fill(0)
      throw error
    }
  }

  /** Stores a new key, unless another machine was first: then that one's counts, and is returned. */
  async #stored(
    manager: KeyManager,
    wrapped: WrappedKey,
    replaced: string | undefined,
  ): Promise<WrappedKey> {
    for (;;) {
      const { generation, keys } = await this.#read()
      const newest = newestOf(keys, manager)
      if (newest !== undefined && newest.id !== replaced) return newest
      if (await this.#save([...keys, wrapped], generation)) return wrapped
    }
  }

  /** A key that could not be unwrapped again would take every token with it, so that is tried first. */
  async #wrappedNew(manager: KeyManager): Promise<{ wrapped: WrappedKey; bytes: Uint8Array }> {
    const fresh = randomBytes(32)
    const id = keyIdOfBytes(fresh)
    try {
      const wrapped = await manager.wrap(fresh)
      const bytes = await manager.unwrap({ id, wrapped })
      const madeAt = this.#parts.clock()
      return { wrapped: { id, provider: manager.name, madeAt, wrapped }, bytes }
    } catch (error) {
      if (!(error instanceof TokenIntegrityError)) throw error
      throw invalidValue(
        'encryptionKeys',
        'must hold key providers whose unwrap() returns the key that wrap() was given',
      )
    } finally {
      fresh.fill(0)
    }
  }

  async #read(): Promise<StoredKeys> {
    const stored = await this.#parts.place.get()
    const keys = stored === undefined ? [] : decodeWrappedKeys(stored.body)
    if (keys === undefined) throw new TokenIntegrityError('record_unreadable')
    this.#known = keys
    return { generation: stored?.generation, keys }
  }

  async #save(keys: readonly WrappedKey[], expected: number | undefined): Promise<boolean> {
    const isSaved = await this.#parts.place.save(encodeWrappedKeys(keys), expected)
    if (isSaved) this.#known = keys
    return isSaved
  }
}

function newestOf(keys: readonly WrappedKey[], { name }: KeyManager): WrappedKey | undefined {
  return keys.findLast(({ provider }) => provider === name)
}

/** Whether a key of the same provider took over from this one before a date. */
function isReplacedBefore(
  date: Date,
  { id, provider }: WrappedKey,
  keys: readonly WrappedKey[],
): boolean {
  const ofProvider = keys.filter((key) => key.provider === provider)
  const next = ofProvider[ofProvider.findIndex((key) => key.id === id) + 1]
  return next !== undefined && next.madeAt < date
}

import { invalidValue } from '../../option.ts'
import type { EncryptionKey, EncryptionKeys } from '../../sealing/encryption-keys.ts'
import type { KeyProvider } from '../../sealing/key-provider.ts'
import { DataKeys, type DataKeysParts } from './data-keys.ts'
import { KeyManager } from './key-manager.ts'

/** What a {@link KeyRing} is made of. */
export interface KeyRingParts extends Omit<DataKeysParts, 'managers'> {
  keys: EncryptionKeys
  /** How long a key manager may take. */
  timeoutMs: number
}

type Member = EncryptionKey | KeyManager

/**
 * The keys of `encryptionKeys`, be they bytes or data keys of a key manager. A key is lent for the time of some work,
 * because one of a key manager is wiped when its time is over.
 */
export class KeyRing {
  readonly #first: Member
  readonly #byId: ReadonlyMap<string, EncryptionKey>
  readonly #dataKeys: DataKeys

  constructor({ keys, timeoutMs, ...parts }: KeyRingParts) {
    const memberOf = (key: EncryptionKey | KeyProvider): Member =>
      'wrap' in key ? new KeyManager({ provider: key, timeoutMs, clock: parts.clock }) : key
    const [first, ...others] = keys
    this.#first = memberOf(first)
    const members = [this.#first, ...others.map(memberOf)]
    this.#byId = new Map(
      members.flatMap((key) => (key instanceof KeyManager ? [] : [[key.id, key]])),
    )
    const managers = members.filter((key) => key instanceof KeyManager)
    this.#dataKeys = new DataKeys({ ...parts, managers })
  }

  /**
   * Runs work with the key that seals; it stays whole until the work ends.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`: the work was not begun.
   */
  async sealing<T>(work: (key: EncryptionKey) => Promise<T>): Promise<T> {
    const first = this.#first
    return await (first instanceof KeyManager ? this.#dataKeys.useNewest(first, work) : work(first))
  }

  /**
   * Runs work with the key of an id; with `undefined` where no configured key has it.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`: the work was not begun.
   */
  async opening<T>(id: string, work: (key: EncryptionKey | undefined) => T): Promise<T> {
    const key = this.#byId.get(id)
    return key === undefined ? await this.#dataKeys.use(id, work) : work(key)
  }

  /** @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`: the first is no key provider. */
  async rotate(): Promise<void> {
    const first = this.#first
    if (first instanceof KeyManager) return await this.#dataKeys.rotate(first)
    throw invalidValue(
      'encryptionKeys',
      'must begin with a key provider, which wraps new data keys',
    )
  }

  /** Removes data keys that were replaced long ago: for when nothing is sealed with them. */
  dropReplaced(): Promise<void> {
    return this.#dataKeys.dropReplaced()
  }

  /** Wipes the data keys. */
  close(): void {
    this.#dataKeys.close()
  }
}

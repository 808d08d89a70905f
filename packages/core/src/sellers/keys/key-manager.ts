import { types } from 'node:util'
import { Deadline } from '../../deadline.ts'
import { KeyManagerUnavailableError, TokenIntegrityError } from '../../errors.ts'
import { invalidValue } from '../../option.ts'
import { keyIdOfBytes } from '../../sealing/encryption-keys.ts'
import type { KeyProvider } from '../../sealing/key-provider.ts'
import type { WrappedKey } from './wrapped-keys.ts'

/** The options of a {@link KeyManager}. */
export interface KeyManagerParts {
  provider: KeyProvider
  timeoutMs: number
  clock: () => Date
}

/** How long a key manager that failed is left alone: its callers fail at once meanwhile. */
const pauseMs = 5_000

/**
 * Asks one key provider, within a deadline, and checks what it returns.
 *
 * A failure keeps what the provider threw as its `cause`. It holds no key that is in use: an `unwrap` that fails has
 * none, and a key whose `wrap` fails is thrown away.
 */
export class KeyManager {
  readonly #parts: KeyManagerParts
  #pausedUntilMs = 0
  #failure: unknown

  constructor(parts: KeyManagerParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.provider.name
  }

  /**
   * Wraps a data key.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`: the provider returned something else.
   */
  async wrap(key: Uint8Array): Promise<string> {
    const wrapped: unknown = await this.#ask(() => this.#parts.provider.wrap(key))
    if (typeof wrapped === 'string' && /^[\x20-\x7e]{1,4096}$/.test(wrapped)) return wrapped
    throw invalidValue(
      'encryptionKeys',
      'must hold key providers whose wrap() returns 1 to 4,096 printable ASCII characters',
    )
  }

  /**
   * Unwraps a data key.
   *
   * @throws KeyManagerUnavailableError `key_manager_unavailable`
   * @throws TokenIntegrityError `token_undecryptable`: it is another key.
   * @throws TypeError `ERR_INVALID_ARG_VALUE`, naming `encryptionKeys`: the provider returned something else.
   */
  async unwrap({ id, wrapped }: Pick<WrappedKey, 'id' | 'wrapped'>): Promise<Uint8Array> {
    const key = await this.#unwrapped(wrapped)
    if (!types.isUint8Array(key) || key.length !== 32) {
      throw invalidValue(
        'encryptionKeys',
        'must hold key providers whose unwrap() returns 32 bytes',
      )
    }
    if (keyIdOfBytes(key) === id) return key
    key.fill(0)
    throw new TokenIntegrityError('token_undecryptable', { keyId: id })
  }

  /** A key that comes too late is wiped. */
  async #unwrapped(wrapped: string): Promise<unknown> {
    let isGivenUp = false
    try {
      return await this.#ask(async () => {
        const key = await this.#parts.provider.unwrap(wrapped)
        if (isGivenUp && types.isUint8Array(key)) key.fill(0)
        return key
      })
    } catch (error) {
      isGivenUp = true
      throw error
    }
  }

  async #ask<T>(call: () => Promise<T>): Promise<T> {
    const { timeoutMs, clock } = this.#parts
    const leftMs = this.#pausedUntilMs - clock().getTime()
    if (leftMs > 0) throw unavailable(this.#failure, leftMs)
    return await new Deadline(timeoutMs, ({ cause }) => {
      this.#failure = cause
      this.#pausedUntilMs = clock().getTime() + pauseMs
      return unavailable(cause, pauseMs)
    }).for(call)
  }
}

function unavailable(cause: unknown, waitMs: number): KeyManagerUnavailableError {
  return new KeyManagerUnavailableError({ cause, retryAfterSeconds: waitMs / 1000 })
}

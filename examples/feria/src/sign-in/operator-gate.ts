import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { SignedCookie } from './signed-cookie.ts'

const lifeMs = 8 * 60 * 60 * 1000

/** What {@link OperatorGate} needs. */
export interface OperatorGateParts {
  /** Without one the gate is open where a sandbox stands in, and leads nowhere elsewhere. */
  password: string | undefined
  isSandbox: boolean
  encryptionKeys: readonly string[]
  origin: string
}

/** Lets the operator of the marketplace in, and nobody else: a password, then a signed cookie for eight hours. */
export class OperatorGate {
  readonly #password: Buffer | undefined
  readonly #isSandbox: boolean
  readonly #cookie: SignedCookie

  constructor({ password, isSandbox, encryptionKeys, origin }: OperatorGateParts) {
    this.#password = password === undefined ? undefined : hashOf(password)
    this.#isSandbox = isSandbox
    // A new password ends what the old one began.
    const purpose = `feria operator ${this.#password?.toString('hex')}`
    const name = 'feria-operator'
    this.#cookie = new SignedCookie({ name, purpose, encryptionKeys, origin, lifeMs })
  }

  /** Whether there is such a page at all. */
  get exists(): boolean {
    return this.#isSandbox || this.#password !== undefined
  }

  isOpenTo(req: IncomingMessage, res: ServerResponse): boolean {
    if (this.#password === undefined) return this.#isSandbox
    return this.#cookie.read(req, res) !== undefined
  }

  /** Whether that is the password; then the browser is let in from now on. */
  enter(req: IncomingMessage, res: ServerResponse, password: string): boolean {
    const isRight =
      this.#password !== undefined && timingSafeEqual(this.#password, hashOf(password))
    if (isRight) this.#cookie.set(req, res, 'operator')
    return isRight
  }
}

function hashOf(password: string): Buffer {
  return createHash('sha256').update(password).digest()
}

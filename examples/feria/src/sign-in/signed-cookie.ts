import { hkdfSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Cookies from 'cookies'
import Keygrip from 'keygrip'

/** What {@link SignedCookie} needs. */
export interface SignedCookieParts {
  name: string
  /** Makes the signing keys those of this cookie alone. */
  purpose: string
  /**
   * The signing keys are derived from them: machines that share the sellers share the sign-in, and a replaced
   * key is replaced here too.
   */
  encryptionKeys: readonly string[]
  /** Of the pages. On https the cookie is for https alone. */
  origin: string
  lifeMs: number
}

/** A text that a browser keeps and cannot change: nothing is kept on the server. */
export class SignedCookie {
  readonly #keys: Keygrip
  readonly #isSecure: boolean
  readonly #name: string
  readonly #lifeMs: number

  constructor({ name, purpose, encryptionKeys, origin, lifeMs }: SignedCookieParts) {
    const keys = encryptionKeys.map((key) =>
      Buffer.from(hkdfSync('sha256', key, '', purpose, 32)).toString('base64'),
    )
    this.#keys = new Keygrip(keys, 'sha256')
    this.#isSecure = origin.startsWith('https:')
    this.#name = this.#isSecure ? `__Host-${name}` : name
    this.#lifeMs = lifeMs
  }

  /** `undefined`, if the cookie is missing, changed or too old. */
  read(req: IncomingMessage, res: ServerResponse): string | undefined {
    // Said aloud: without it the signature is not looked at.
    const value = this.#cookies(req, res).get(this.#name, { signed: true })
    if (value === undefined) return undefined
    const [until, ...text] = Buffer.from(value, 'base64url').toString().split(' ')
    return Number(until) > Date.now() ? text.join(' ') : undefined
  }

  set(req: IncomingMessage, res: ServerResponse, text: string): void {
    const value = Buffer.from(`${Date.now() + this.#lifeMs} ${text}`).toString('base64url')
    // HttpOnly by default, and Lax: the cookie must come along on the way back from Mercado Pago.
    this.#cookies(req, res).set(this.#name, value, { maxAge: this.#lifeMs, sameSite: 'lax' })
  }

  clear(req: IncomingMessage, res: ServerResponse): void {
    this.#cookies(req, res).set(this.#name, null, { sameSite: 'lax' })
  }

  #cookies(req: IncomingMessage, res: ServerResponse): Cookies {
    // Said, not guessed: behind a proxy the request itself is plain http.
    return new Cookies(req, res, { keys: this.#keys, secure: this.#isSecure })
  }
}

import { hkdfSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Cookies from 'cookies'
import Keygrip from 'keygrip'
import { type ShopOwner, shopOwner } from './shop-owner.ts'

const lifeMs = 30 * 24 * 60 * 60 * 1000

/** Who is signed in, in a signed cookie: nothing is kept on the server. */
export class Sessions {
  readonly #keys: Keygrip
  readonly #isSecure: boolean
  readonly #name: string

  /**
   * @param encryptionKeys - The signing keys are derived from them: machines that share the sellers share
   *   the sign-in, and a replaced key is replaced here too.
   * @param origin - Of the pages. On https the cookie is for https alone.
   */
  constructor(encryptionKeys: readonly string[], origin: string) {
    const keys = encryptionKeys.map((key) =>
      Buffer.from(hkdfSync('sha256', key, '', 'feria session', 32)).toString('base64'),
    )
    this.#keys = new Keygrip(keys, 'sha256')
    this.#isSecure = origin.startsWith('https:')
    this.#name = this.#isSecure ? '__Host-feria' : 'feria'
  }

  /** Nobody, if the cookie is missing, changed or too old. */
  read(req: IncomingMessage, res: ServerResponse): ShopOwner | undefined {
    // Said aloud: without it the signature is not looked at.
    const value = this.#cookies(req, res).get(this.#name, { signed: true })
    if (value === undefined) return undefined
    const [until, ...name] = Buffer.from(value, 'base64url').toString().split(' ')
    return Number(until) > Date.now() ? shopOwner(name.join(' ')) : undefined
  }

  start(req: IncomingMessage, res: ServerResponse, { shop }: ShopOwner): void {
    const value = Buffer.from(`${Date.now() + lifeMs} ${shop}`).toString('base64url')
    // HttpOnly by itself, and Lax: the cookie must come along on the way back from Mercado Pago.
    this.#cookies(req, res).set(this.#name, value, { maxAge: lifeMs, sameSite: 'lax' })
  }

  end(req: IncomingMessage, res: ServerResponse): void {
    this.#cookies(req, res).set(this.#name, null, { sameSite: 'lax' })
  }

  #cookies(req: IncomingMessage, res: ServerResponse): Cookies {
    // Said, not guessed: behind a proxy the request itself is plain http.
    return new Cookies(req, res, { keys: this.#keys, secure: this.#isSecure })
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ShopOwner, shopOwner } from './shop-owner.ts'
import { SignedCookie } from './signed-cookie.ts'

const lifeMs = 30 * 24 * 60 * 60 * 1000

/** Who is signed in, in a signed cookie. */
export class Sessions {
  readonly #cookie: SignedCookie

  constructor(encryptionKeys: readonly string[], origin: string) {
    const purpose = 'feria session'
    this.#cookie = new SignedCookie({ name: 'feria', purpose, encryptionKeys, origin, lifeMs })
  }

  /** Nobody, if the cookie is missing, changed or too old. */
  read(req: IncomingMessage, res: ServerResponse): ShopOwner | undefined {
    const name = this.#cookie.read(req, res)
    return name === undefined ? undefined : shopOwner(name)
  }

  start(req: IncomingMessage, res: ServerResponse, { shop }: ShopOwner): void {
    this.#cookie.set(req, res, shop)
  }

  end(req: IncomingMessage, res: ServerResponse): void {
    this.#cookie.clear(req, res)
  }
}

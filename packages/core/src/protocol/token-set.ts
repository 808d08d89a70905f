/** The parts of a {@link TokenSet}. */
export interface TokenFields {
  /** Secret. */
  accessToken: string
  /** Secret. Leave it out where there is none. */
  refreshToken?: string | undefined
  /** When the access token ends. */
  expiresAt: Date
  /** The granted permissions; an empty list when they are unknown. */
  scope: readonly string[]
  /** The seller's id, as text. */
  sellerId?: string | undefined
  /** The seller's public key, if any. */
  publicKey?: string | undefined
  /** `live_mode` of the response. */
  liveMode?: boolean | undefined
  /** The whole response they came from. Default: an empty object. */
  response?: Readonly<Record<string, unknown>> | undefined
}

/**
 * The response of a token endpoint, judged.
 *
 * The values are read through getters and are not properties of the object itself: printing,
 * spreading, cloning or serialising a token set shows no token. To keep one, read its parts.
 *
 * @see RFC 6749, section 5.1
 */
export class TokenSet {
  static {
    // Node's `inspect` reads the getters of a class when it is asked for `showHidden` and `getters`.
    const value = function (this: TokenSet): Record<string, unknown> {
      return this.toJSON()
    }
    Object.defineProperty(TokenSet.prototype, Symbol.for('nodejs.util.inspect.custom'), { value })
  }

  readonly #fields: TokenFields

  constructor(fields: TokenFields) {
    const { expiresAt, scope } = fields
    this.#fields = {
      ...fields,
      expiresAt: new Date(expiresAt),
      scope: Object.freeze([...scope]),
    }
  }

  /** Secret. Sent as `Authorization: Bearer`, never in a URL. */
  get accessToken(): string {
    return this.#fields.accessToken
  }

  /** Secret and single use: every renewal gives a new one. Absent without the scope `offline_access`. */
  get refreshToken(): string | undefined {
    return this.#fields.refreshToken
  }

  /** Always `bearer`, however the provider spells it. */
  get tokenType(): 'bearer' {
    return 'bearer'
  }

  /** When the access token ends: the receipt of the response plus `expires_in`. */
  get expiresAt(): Date {
    return new Date(this.#fields.expiresAt)
  }

  /** The granted permissions, in the provider's order; empty when it names none. */
  get scope(): readonly string[] {
    return this.#fields.scope
  }

  /** The seller's id, as text. Absent only where the response names nobody, as some renewals do. */
  get sellerId(): string | undefined {
    return this.#fields.sellerId
  }

  /** The seller's public key for Mercado Pago's front-end libraries. */
  get publicKey(): string | undefined {
    return this.#fields.publicKey
  }

  /** Whether the provider calls these credentials production ones. */
  get liveMode(): boolean | undefined {
    return this.#fields.liveMode
  }

  /** The whole parsed response, for members that only some servers send. Holds the tokens: do not log it. */
  get response(): Readonly<Record<string, unknown>> {
    return this.#fields.response ?? {}
  }

  /** The same tokens, known to be those of this seller. */
  of(sellerId: string): SellerTokenSet {
    return new TokenSet({ ...this.#fields, sellerId }) as SellerTokenSet
  }

  /** What may be shown: everything but the tokens. */
  toJSON(): Record<string, unknown> {
    const { tokenType, expiresAt, scope, sellerId, publicKey, liveMode, refreshToken } = this
    return {
      tokenType,
      expiresAt,
      scope,
      sellerId,
      publicKey,
      liveMode,
      accessToken: '[redacted]',
      refreshToken: refreshToken === undefined ? undefined : '[redacted]',
    }
  }

  /** Names the seller, and shows no token. */
  toString(): string {
    return `[TokenSet of ${this.sellerId ?? 'nobody'}]`
  }
}

/** A token set that certainly names its seller, as every code grant's does. */
export type SellerTokenSet = TokenSet & { readonly sellerId: string }

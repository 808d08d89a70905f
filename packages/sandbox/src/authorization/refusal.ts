/**
 * A request that is refused with a page. Mercado Pago does not redirect on a configuration fault: the
 * application's callback is never called.
 */
export class AuthorizationRefusal extends Error {
  /** Short and stable, for the logs. */
  readonly reason: string

  /** @param explanation - For the developer; never a value that could be a secret. */
  constructor(reason: string, explanation: string) {
    super(explanation)
    this.reason = reason
  }
}

/** What an authorization request got wrong, without its state or a secret. */
export interface Refusal {
  /** By the sandbox's clock. */
  readonly at: Date
  /** Short and stable, e.g. `redirect_uri`. The same as the `error` in the request log. */
  readonly reason: string
  /** For the developer, in English; lines are parted by `\n`. The page shows the same. */
  readonly explanation: string
  /** Only of an application that exists. */
  readonly clientId?: string
}

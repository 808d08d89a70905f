import { goodResponse, json, type Reply } from './token-server.ts'

/**
 * A token endpoint of many sellers. The tokens of each are numbered: `TG-<seller>-<number>` works once and gives
 * the next pair, `APP_USR-<seller>-<number>` and `TG-<seller>-<number>`. Every other refresh token is refused.
 */
export class RotatingProvider {
  /** The refresh tokens that were sent, in order. */
  readonly sent: string[] = []
  /** How many of them were refused. */
  refused = 0
  readonly #latest = new Map<string, number>()

  reply: Reply = (response, request) => {
    const refreshToken = new URLSearchParams(request.body).get('refresh_token') ?? ''
    const [, sellerId = '', count] = refreshToken.split('-')
    const latest = this.#latest.get(sellerId) ?? 1
    this.sent.push(refreshToken)
    if (Number(count) !== latest) {
      this.refused += 1
      return json({ error: 'invalid_grant' }, 400)(response, request)
    }
    const next = latest + 1
    this.#latest.set(sellerId, next)
    const reply = {
      ...goodResponse,
      access_token: `APP_USR-${sellerId}-${next}`,
      refresh_token: `TG-${sellerId}-${next}`,
      user_id: Number(sellerId),
    }
    return json(reply)(response, request)
  }
}

import type { Context } from 'koa'

/** The access token of a request, from the header only: a token in a URL ends up in logs. */
export function bearerToken(ctx: Context): string | undefined {
  return /^Bearer (\S+)$/i.exec(ctx.get('authorization'))?.[1]
}

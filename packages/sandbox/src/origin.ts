import type { Context } from 'koa'

/** This server as the caller knows it, which may be under another name in a container. */
export function originOf(ctx: Context): string {
  return `${ctx.protocol}://${ctx.host}`
}

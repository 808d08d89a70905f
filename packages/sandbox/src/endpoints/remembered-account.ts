import type { Context } from 'koa'
import type { Seller } from '../registry/seller.ts'

const cookie = 'sandbox_account'

/** Keeps who is signed in here, until the browser closes. */
export function rememberAccount(ctx: Context, { id }: Seller): void {
  ctx.cookies.set(cookie, String(id), { httpOnly: true, sameSite: 'lax', overwrite: true })
}

/** Who is signed in here, as far as this browser says. */
export function rememberedAccount(ctx: Context, sellers: readonly Seller[]): Seller | undefined {
  const id = ctx.cookies.get(cookie)
  return sellers.find((seller) => String(seller.id) === id)
}

export function forgetAccount(ctx: Context): void {
  ctx.cookies.set(cookie, null, { httpOnly: true, sameSite: 'lax', overwrite: true })
}

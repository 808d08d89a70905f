/** The signed-in user, who owns a shop. Every linked seller belongs to a shop owner. */
export interface ShopOwner {
  /** The `owner` of the shop's sellers. */
  readonly id: string
  readonly shop: string
}

/** Shops to choose from. */
export const shops = ['Panadería Ana', 'Café do João', 'Taller Lupe'] as const

const longestName = 40

/**
 * The owner of the shop of that name; `undefined` when it cannot be one's name. Every user who types the same name
 * owns the same shop. A real marketplace asks for proof here.
 */
export function shopOwner(name: string): ShopOwner | undefined {
  const shop = name.normalize('NFKC').trim().replace(/\s+/g, ' ')
  const isName = /[\p{L}\p{N}]/u.test(shop) && !/[\p{C}]/u.test(shop)
  if (!isName || [...shop].length > longestName) return undefined
  return { id: shop.toLowerCase(), shop }
}

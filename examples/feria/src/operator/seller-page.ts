import type { ListedSeller, SellerTokens } from 'mercadopago-oauth'

const sellersPerPage = 50

/** Which sellers are asked for. */
export interface SellerQuery {
  /** `relink`: only those who must link again. */
  readonly needs: 'relink' | undefined
  /** The last seller of the page before. */
  readonly after: string | undefined
}

/** Some sellers, in the order of their ids. */
export interface SellerPage {
  readonly sellers: readonly ListedSeller[]
  /** Where the next page starts, if there is one. */
  readonly next: string | undefined
}

/** @throws StoreUnavailableError `store_unavailable` */
export async function readSellerPage(
  sellers: Pick<SellerTokens, 'list'>,
  { needs, after }: SellerQuery,
): Promise<SellerPage> {
  const found: ListedSeller[] = []
  // One more than the page holds tells whether there is another page.
  for await (const seller of sellers.list({ needs, after, limit: sellersPerPage + 1 })) {
    found.push(seller)
  }
  const page = found.slice(0, sellersPerPage)
  return { sellers: page, next: found.length > sellersPerPage ? page.at(-1)?.sellerId : undefined }
}

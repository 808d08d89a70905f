import type { SellerStatus } from 'mercadopago-oauth'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Failure, readFailure } from './failure.ts'
import { FailurePage } from './pages/failure.tsx'
import { HomePage } from './pages/home.tsx'
import { SellerPage } from './pages/seller.tsx'
import type { Profiles } from './profiles.ts'
import type { Site } from './site.ts'

/** How a failure is answered. */
interface FailureAnswer extends Pick<Failure, 'status' | 'headers'> {
  body: string
}

/** The pages of the marketplace, as HTML. None shows a token. */
export interface Pages {
  home(sellers: readonly SellerStatus[]): Promise<string>
  seller(seller: SellerStatus): Promise<string>
  /**
   * Its own words for each way to fail; those on our side are also logged, by code alone.
   *
   * @param path - where it happened.
   */
  failure(error: unknown, path: string): FailureAnswer
}

export function createPages(site: Site, profiles: Profiles): Pages {
  return {
    async home(statuses) {
      const sellers = await Promise.all(statuses.map((status) => profiles.seller(status)))
      return html(HomePage({ site, sellers }))
    },
    async seller(status) {
      return html(SellerPage({ site, seller: await profiles.seller(status) }))
    },
    failure(error, path) {
      const { code, status, headers } = readFailure(error)
      // Digits alone: what else came with the request is not repeated.
      const [sellerPath] = /^\/sellers\/\d+/.exec(path) ?? []
      return { status, headers, body: html(FailurePage({ site, code, sellerPath })) }
    },
  }
}

function html(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`
}

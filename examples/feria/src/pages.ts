import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type Failure, readFailure } from './failure.ts'
import type { LinkedSeller } from './linked-seller.ts'
import { FailurePage } from './pages/failure.tsx'
import { HomePage } from './pages/home.tsx'
import { SellerPage } from './pages/seller.tsx'
import type { Site } from './site.ts'

/** How a failure is answered. */
interface FailureAnswer extends Pick<Failure, 'status' | 'headers'> {
  body: string
}

/** The pages of the marketplace, as HTML. None shows a token. */
export interface Pages {
  home(sellers: Iterable<LinkedSeller>): string
  seller(seller: LinkedSeller): string
  /** Its own words for each way to fail; those on our side are also logged, by code alone. */
  failure(error: unknown): FailureAnswer
}

export function createPages(site: Site): Pages {
  return {
    home: (sellers) => html(HomePage({ site, sellers: [...sellers] })),
    seller: (seller) => html(SellerPage({ site, seller })),
    failure(error) {
      const { code, status, headers } = readFailure(error)
      return { status, headers, body: html(FailurePage({ site, code })) }
    },
  }
}

function html(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`
}

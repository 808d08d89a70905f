import type { SellerTokens } from 'mercadopago-oauth'
import type { Checkouts } from '../checkout/checkouts.ts'
import type { LivePages } from '../live/live-pages.ts'
import type { Site } from '../pages/view.ts'
import type { Profiles } from '../sellers/profiles.ts'
import type { Timeline } from '../sellers/timeline.ts'
import type { AssertOwnForm } from '../sign-in/own-forms.ts'
import type { Sessions } from '../sign-in/sessions.ts'

/** What the routes work with. */
export interface Parts {
  readonly site: Site
  readonly sellers: SellerTokens
  readonly profiles: Profiles
  readonly timeline: Timeline
  readonly checkouts: Checkouts
  readonly livePages: LivePages
  readonly sessions: Sessions
  readonly assertOwnForm: AssertOwnForm
}

import type { SellerTokens } from 'mercadopago-oauth'
import type { Checkouts } from '../checkout/checkouts.ts'
import type { LivePages } from '../live/live-pages.ts'
import type { RenewalFailures } from '../operator/renewal-failures.ts'
import type { Site } from '../pages/view.ts'
import type { OpenSales } from '../sales/open-sales.ts'
import type { Profiles } from '../sellers/profiles.ts'
import type { Sweeps } from '../sellers/sweeps.ts'
import type { Timeline } from '../sellers/timeline.ts'
import type { OperatorGate } from '../sign-in/operator-gate.ts'
import type { AssertOwnForm } from '../sign-in/own-forms.ts'
import type { Sessions } from '../sign-in/sessions.ts'

/** What the routes work with. */
export interface Parts {
  readonly site: Site
  readonly sellers: SellerTokens
  readonly profiles: Profiles
  readonly timeline: Timeline
  readonly sweeps: Sweeps
  readonly renewalFailures: RenewalFailures
  readonly checkouts: Checkouts
  readonly openSales: OpenSales
  readonly livePages: LivePages
  readonly sessions: Sessions
  readonly operatorGate: OperatorGate
  readonly assertOwnForm: AssertOwnForm
}

import { type ListedSeller, type SellerState, StoreUnavailableError } from 'mercadopago-oauth'
import type { StoredSellers } from 'mercadopago-oauth/store'
import { fault, type Observation, ok, unknown, warning } from './finding.ts'

type Standing = SellerState | 'unreadable'

/** Checks that renewals keep up, and that the record of every seller can be used. */
export async function backlogObservations(
  sellers: StoredSellers,
  place: string,
): Promise<Observation[]> {
  try {
    return observationsOf(await counted(sellers), place)
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    return [
      unknown(
        `The sellers in ${place} could not be read to the end.`,
        'It is not known whether renewals keep up.',
        'Run this again.',
      ),
    ]
  }
}

async function counted(sellers: StoredSellers): Promise<Record<Standing, number>> {
  const counts = { linked: 0, overdue: 0, ended: 0, relink: 0, unreadable: 0 }
  for await (const seller of sellers.list()) counts[standingOf(seller)] += 1
  return counts
}

function standingOf(seller: ListedSeller): Standing {
  if ('error' in seller) return 'unreadable'
  // A renewal does not help one that cannot renew.
  return seller.cannotRenew && seller.state !== 'linked' ? 'relink' : seller.state
}

function observationsOf(counts: Record<Standing, number>, place: string): Observation[] {
  const { linked, overdue, ended, relink, unreadable } = counts
  const found: Observation[] = []
  if (overdue + ended > 0) {
    found.push(
      fault(
        `Renewals in ${place} are behind: ${many(overdue)} overdue, ${many(ended)} ended.`,
        'The provider refuses an access token that has ended, and an overdue one ends soon.',
        'Run "sellers renew --due", and check that the sweep of the app (renewDue) runs.',
      ),
    )
  }
  if (unreadable > 0) {
    found.push(
      fault(
        `${many(unreadable)} in ${place} cannot be read or decrypted.`,
        'The app has no access token where that is so.',
        'Add the missing key or restore the record. "sellers list" names the sellers.',
      ),
    )
  }
  if (relink > 0) {
    found.push(
      warning(
        `${many(relink)} in ${place} must link again.`,
        'Only a new consent gives them tokens.',
        'Ask them to. "sellers list" names them.',
      ),
    )
  }
  const isWell = found.length === 0 && linked > 0
  return isWell ? [ok(`${many(linked)} in ${place}: no renewal is overdue.`)] : found
}

function many(count: number): string {
  return count === 1 ? '1 seller' : `${count} sellers`
}

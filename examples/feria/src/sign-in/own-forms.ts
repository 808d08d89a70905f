import type { IncomingHttpHeaders } from 'node:http'
import { ForeignForm } from '../failure/failure.ts'

/** Refuses what another site makes the browser send. @throws ForeignForm */
export type AssertOwnForm = (headers: IncomingHttpHeaders) => void

/**
 * Every browser sends the origin of the page that a form is on, and nearly all say beside it whether
 * that is ours. Both must fit: the origin, so that no other name for this machine will do.
 */
export function createOwnForms(origins: readonly string[]): AssertOwnForm {
  return function assertOwnForm({ origin, 'sec-fetch-site': site = 'same-origin' }) {
    const isOwn = origin !== undefined && origins.includes(origin) && site === 'same-origin'
    if (!isOwn) throw new ForeignForm()
  }
}

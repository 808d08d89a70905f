/** What a browser that comes back from a payment says became of it. */
export type SaleOutcome = 'approved' | 'pending' | 'failed'

export function isSaleOutcome(text: unknown): text is SaleOutcome {
  return text === 'approved' || text === 'pending' || text === 'failed'
}

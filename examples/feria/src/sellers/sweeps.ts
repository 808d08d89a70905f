import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'
import { occasions } from './occasion.ts'

/** The renewals that nobody has to ask for. */
export interface Sweeps {
  /** Begins no further one; resolves when the last one has ended. */
  end(): Promise<void>
}

/** Renews the sellers that are due, now and again after each interval. Any number of copies may do it. */
export function startSweeps(sellers: SellerTokens, everyMs: number): Sweeps {
  let sweeping = sweep(sellers, true)
  const timer = setInterval(() => {
    sweeping = sweeping.then(() => sweep(sellers, false))
  }, everyMs)
  // It keeps no process alive.
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await sweeping
    },
  }
}

/** @param isFirst - Tells also that there was nothing to do. */
function sweep(sellers: SellerTokens, isFirst: boolean): Promise<void> {
  return occasions.run('sweep', () => renewAll(sellers, isFirst))
}

async function renewAll(sellers: SellerTokens, isFirst: boolean): Promise<void> {
  let renewed = 0
  let failed = 0
  try {
    for await (const outcome of sellers.renewDue()) {
      if (outcome.renewed) renewed += 1
      else failed += 1
    }
    if (isFirst || renewed + failed > 0) console.log(`Sweep: ${renewed} renewed, ${failed} failed`)
  } catch (error) {
    const code = error instanceof MercadoPagoOAuthError ? error.code : 'unexpected'
    console.error(`Sweep: stopped by ${code} after ${renewed} renewed, ${failed} failed`)
  }
}

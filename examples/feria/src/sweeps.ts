import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'

/** The renewals that nobody has to ask for. */
export interface Sweeps {
  /** Begins no further one; resolves when the last one has ended. */
  end(): Promise<void>
}

const everyMs = 6 * 60 * 60 * 1000

/** Renews the sellers that are due, now and every six hours. Any number of copies may do it. */
export function startSweeps(sellers: SellerTokens): Sweeps {
  let sweeping = sweep(sellers)
  const timer = setInterval(() => {
    sweeping = sweeping.then(() => sweep(sellers))
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

async function sweep(sellers: SellerTokens): Promise<void> {
  let renewed = 0
  let failed = 0
  try {
    for await (const outcome of sellers.renewDue()) {
      if (outcome.renewed) renewed += 1
      else failed += 1
    }
    console.log(`Sweep: ${renewed} renewed, ${failed} failed`)
  } catch (error) {
    const code = error instanceof MercadoPagoOAuthError ? error.code : 'unexpected'
    console.error(`Sweep: stopped by ${code} after ${renewed} renewed, ${failed} failed`)
  }
}

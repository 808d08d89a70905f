import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'
import { occasions } from './occasion.ts'

/** The renewals that nobody has to ask for. */
export interface Sweeps {
  /** Begins no further one; resolves when the last one has ended. */
  end(): Promise<void>
}

/** How a sweep went. */
interface Result {
  renewed: number
  failed: number
  /** Why it could not go on, such as `store_unavailable`. */
  stoppedBy?: string
}

/** Renews the sellers that are due, now and again after each interval. Any number of copies may do it. */
export function startSweeps(sellers: SellerTokens, everyMs: number): Sweeps {
  let last: Result | undefined
  let isBusy = false
  let sweeping = sweep()

  async function sweep(): Promise<void> {
    isBusy = true
    const result = await occasions.run('sweep', () => renewDue(sellers))
    if (isWorthALine(result, last)) log(result)
    last = result
    isBusy = false
  }

  const timer = setInterval(() => {
    if (!isBusy) sweeping = sweep()
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

async function renewDue(sellers: SellerTokens): Promise<Result> {
  let renewed = 0
  let failed = 0
  try {
    for await (const outcome of sellers.renewDue()) {
      if (outcome.renewed) renewed += 1
      else failed += 1
    }
    return { renewed, failed }
  } catch (error) {
    const code = error instanceof MercadoPagoOAuthError ? error.code : 'unexpected'
    return { renewed, failed, stoppedBy: code }
  }
}

/** The first one, and then what was done or is new: an outage is told once. */
function isWorthALine({ renewed, failed, stoppedBy }: Result, last: Result | undefined): boolean {
  return last === undefined || renewed + failed > 0 || stoppedBy !== last.stoppedBy
}

function log({ renewed, failed, stoppedBy }: Result): void {
  if (stoppedBy === undefined) console.log(`Sweep: ${renewed} renewed, ${failed} failed`)
  else console.error(`Sweep: stopped by ${stoppedBy} after ${renewed} renewed, ${failed} failed`)
}

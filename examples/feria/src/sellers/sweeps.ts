import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'
import { occasions } from './occasion.ts'

/** How a sweep went. */
export interface Sweep {
  /** When it ended. */
  readonly at: Date
  readonly renewed: number
  readonly failed: number
  /** Why it could not go on, such as `store_unavailable`. */
  readonly stoppedBy: string | undefined
}

/** Renews the sellers that are due, now and again after each interval. Any number of copies may do it. */
export class Sweeps {
  readonly #sellers: SellerTokens
  readonly #clock: () => Date
  #last: Sweep | undefined
  #sweeping: Promise<Sweep> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(sellers: SellerTokens, clock: () => Date) {
    this.#sellers = sellers
    this.#clock = clock
  }

  /** The last one of this process that ended. */
  get last(): Sweep | undefined {
    return this.#last
  }

  start(everyMs: number): void {
    // It keeps no process alive.
    this.#timer = setInterval(() => void this.run(), everyMs).unref()
    void this.run()
  }

  /** A sweep from now on, or the one that is under way. */
  run(): Promise<Sweep> {
    this.#sweeping ??= this.#sweep().finally(() => {
      this.#sweeping = undefined
    })
    return this.#sweeping
  }

  /** Begins no further one; resolves when the last one has ended. */
  async end(): Promise<void> {
    clearInterval(this.#timer)
    await this.#sweeping
  }

  async #sweep(): Promise<Sweep> {
    const result = await occasions.run('sweep', () => renewDue(this.#sellers))
    const sweep = { ...result, at: this.#clock() }
    if (isWorthALine(sweep, this.#last)) log(sweep)
    this.#last = sweep
    return sweep
  }
}

async function renewDue(sellers: SellerTokens): Promise<Omit<Sweep, 'at'>> {
  let renewed = 0
  let failed = 0
  try {
    for await (const outcome of sellers.renewDue()) {
      if (outcome.renewed) renewed += 1
      else failed += 1
    }
    return { renewed, failed, stoppedBy: undefined }
  } catch (error) {
    const code = error instanceof MercadoPagoOAuthError ? error.code : 'unexpected'
    return { renewed, failed, stoppedBy: code }
  }
}

/** The first one, and then what was done or is new: an outage is told once. */
function isWorthALine({ renewed, failed, stoppedBy }: Sweep, last: Sweep | undefined): boolean {
  return last === undefined || renewed + failed > 0 || stoppedBy !== last.stoppedBy
}

function log({ renewed, failed, stoppedBy }: Sweep): void {
  if (stoppedBy === undefined) console.log(`Sweep: ${renewed} renewed, ${failed} failed`)
  else console.error(`Sweep: stopped by ${stoppedBy} after ${renewed} renewed, ${failed} failed`)
}

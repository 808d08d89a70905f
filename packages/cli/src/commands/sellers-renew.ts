import type { SellerTokens } from 'mercadopago-oauth'
import { type Command, command, type Terminal, UsageError } from '../command.ts'
import { reportFacts } from '../facts.ts'
import { FailedError, sentenceOf } from '../failure.ts'
import { printable } from '../printable.ts'
import { Progress } from '../progress.ts'
import { providerOptions } from '../provider.ts'
import { type SellerValues, sellerOptions, sellerUsage, withSellers } from '../sellers.ts'
import { storeOptions } from '../settings.ts'
import { stopOnInterruption } from '../stop.ts'

/** One seller now, or all that are due. */
export const sellersRenew: Command = command({
  name: 'sellers renew',
  summary: 'renew one seller, or all that are due',
  usage: `Usage: mercadopago-oauth sellers renew <seller> --store <url> [options]
       mercadopago-oauth sellers renew --due --store <url> [options]

Renews a seller's tokens and saves the new pair, once across all machines: the application may run
meanwhile. With --due, failures are a line each on stderr, and Ctrl-C stops after the sellers at work.

  --due                 all whose renewal is due, the longest due first
  --within-days <n>     also those that are due so soon
  --concurrency <n>     renewals at once, 4 by default
  --json                one JSON value
${sellerUsage}`,
  options: {
    due: { type: 'boolean', default: false },
    'within-days': { type: 'string' },
    concurrency: { type: 'string' },
    ...storeOptions,
    ...providerOptions,
    ...sellerOptions,
  },
  positionals: 1,
  async run(values, [sellerId], terminal) {
    if (values.due === (sellerId !== undefined)) {
      throw new UsageError('Name one seller, or give --due.')
    }
    const withinDays = wholeNumber(values['within-days'], '--within-days', 0)
    const concurrency = wholeNumber(values.concurrency, '--concurrency', 4, 1)
    if (sellerId !== undefined) return await renewOne(terminal, values, sellerId)
    return await withSellers(terminal, values, true, (sellers) =>
      renewDue(terminal, sellers, { withinDays, concurrency }),
    )
  },
})

async function renewOne(
  terminal: Terminal,
  values: SellerValues,
  sellerId: string,
): Promise<number> {
  const { expiresAt, dueAt, lostReason } = await withSellers(terminal, values, true, (sellers) => {
    // What was sent is waited for.
    terminal.interruption()
    return sellers.renew(sellerId)
  })
  // Its access token is served on, so it is no error for core.
  if (lostReason !== undefined) {
    throw new FailedError(`reauthorization_required: The seller must link again (${lostReason}).`)
  }
  reportFacts(terminal, { sellerId, expiresAt, dueAt }, [
    ['renewed', sellerId],
    ['ends', expiresAt.toISOString()],
    ['renewal due', dueAt?.toISOString()],
  ])
  return 0
}

interface Failure {
  sellerId: string
  code: string
}

async function renewDue(
  terminal: Terminal,
  sellers: SellerTokens,
  options: { withinDays: number; concurrency: number },
): Promise<number> {
  const signal = stopOnInterruption(terminal)
  const progress = new Progress(terminal)
  const failures: Failure[] = []
  try {
    for await (const outcome of sellers.renewDue({ ...options, signal })) {
      if (!outcome.renewed) {
        const { sellerId, error } = outcome
        failures.push({ sellerId, code: error.code })
        terminal.err(`${printable(sellerId)}  ${sentenceOf(error)}`)
      }
      progress.step()
    }
  } finally {
    summary(terminal, progress.count - failures.length, failures, signal.aborted)
  }
  return failures.length > 0 || signal.aborted ? 1 : 0
}

function summary(
  terminal: Terminal,
  renewed: number,
  failures: readonly Failure[],
  interrupted: boolean,
): void {
  if (terminal.json) terminal.out(JSON.stringify({ renewed, failed: failures, interrupted }))
  else terminal.out(`renewed ${renewed}, failed ${failures.length}`)
  if (interrupted) terminal.err('Stopped: run it again for the others.')
}

function wholeNumber(
  value: string | undefined,
  option: string,
  byDefault: number,
  least: number = 0,
): number {
  if (value === undefined) return byDefault
  const number = Number(value)
  if (/^\d{1,6}$/.test(value) && number >= least) return number
  throw new UsageError(`${option} must be a whole number from ${least} on.`)
}

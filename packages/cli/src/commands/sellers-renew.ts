import type { SellerTokens } from 'mercadopago-oauth'
import { type Command, command, type ExitCode, UsageError } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { reportFacts } from '../facts.ts'
import { FailedError, sentenceOf } from '../failure.ts'
import { Progress } from '../progress.ts'
import { aboutKeys, type SellerValues, sellerOptions, withSellers } from '../sellers.ts'
import { stopOnInterruption } from '../stop.ts'
import { wholeNumber } from '../whole-number.ts'

/** One seller now, or all that are due. */
export const sellersRenew: Command = command({
  name: 'sellers renew',
  summary: 'renew one seller, or all that are due',
  about: `Renews and saves the tokens of one seller, or with --due of all sellers whose renewal is due.
The application may run meanwhile: a seller is renewed once across all machines. With --due, each
failure is a line on stderr, and Ctrl-C stops after the renewals in progress.

${aboutKeys}`,
  argument: '[seller]',
  options: {
    due: {
      type: 'boolean',
      about: 'renew all that are due, the longest due first',
      default: false,
    },
    'within-days': {
      type: 'string',
      value: 'number',
      about: 'with --due: also those that are due within so many days',
      default: '0',
    },
    concurrency: {
      type: 'string',
      value: 'number',
      about: 'with --due: renewals at the same time',
      default: '4',
    },
    ...sellerOptions,
  },
  async run(values, sellerId, terminal) {
    if (values.due === (sellerId !== undefined)) {
      throw new UsageError('Name one seller, or give --due.')
    }
    const withinDays = wholeNumber(values['within-days'], '--within-days', 0, 36_500)
    const concurrency = wholeNumber(values.concurrency, '--concurrency', 1, 9_999)
    if (sellerId !== undefined) return await renewOne(terminal, values, sellerId)
    return await withSellers(terminal, values, (sellers) =>
      renewDue(terminal, sellers, { withinDays, concurrency }),
    )
  },
})

async function renewOne(
  terminal: CommandTerminal,
  values: SellerValues,
  sellerId: string,
): Promise<ExitCode> {
  const { expiresAt, dueAt, lostReason } = await withSellers(terminal, values, (sellers) => {
    // Requests that were sent are awaited.
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
  terminal: CommandTerminal,
  sellers: SellerTokens,
  options: { withinDays: number; concurrency: number },
): Promise<ExitCode> {
  const signal = stopOnInterruption(terminal)
  const progress = new Progress(terminal)
  const failures: Failure[] = []
  try {
    for await (const outcome of sellers.renewDue({ ...options, signal })) {
      if (!outcome.renewed) {
        const { sellerId, error } = outcome
        failures.push({ sellerId, code: error.code })
        terminal.err(`${sellerId}  ${sentenceOf(error)}`)
      }
      progress.step()
    }
  } finally {
    summary(terminal, progress.count - failures.length, failures, signal.aborted)
  }
  return failures.length > 0 || signal.aborted ? 1 : 0
}

function summary(
  terminal: CommandTerminal,
  renewed: number,
  failures: readonly Failure[],
  interrupted: boolean,
): void {
  if (terminal.json) terminal.outJson({ renewed, failed: failures, interrupted })
  else terminal.out(`renewed ${renewed}, failed ${failures.length}`)
  if (interrupted) terminal.err('Stopped: run the command again for the others.')
}

import type { SellerTokens } from 'mercadopago-oauth'
import { type Command, command, type Terminal } from '../command.ts'
import { sentenceOf } from '../failure.ts'
import { printable } from '../printable.ts'
import { Progress } from '../progress.ts'
import { providerOptions } from '../provider.ts'
import { sellerOptions, sellerUsage, withSellers } from '../sellers.ts'
import { storeOptions } from '../settings.ts'
import { stopOnInterruption } from '../stop.ts'

/** Before an encryption key is retired. */
export const sellersRewrap: Command = command({
  name: 'sellers rewrap',
  summary: 'seal every record with the first key',
  usage: `Usage: mercadopago-oauth sellers rewrap --store <url> [options]

Seals every token in the store with the first key. When it ends with 0, the other keys may be retired.
The application may run meanwhile, with the same keys. Failures are a line each on stderr. Ctrl-C
stops after the seller at work; run again, it goes past those that are done.

  --after <seller>      begin after this one
  --json                one JSON value
${sellerUsage}`,
  options: { after: { type: 'string' }, ...storeOptions, ...providerOptions, ...sellerOptions },
  async run(values, _positionals, terminal) {
    return await withSellers(terminal, values, false, (sellers) =>
      rewrap(terminal, sellers, values.after),
    )
  },
})

async function rewrap(
  terminal: Terminal,
  sellers: SellerTokens,
  after: string | undefined,
): Promise<number> {
  const signal = stopOnInterruption(terminal)
  const progress = new Progress(terminal)
  const failed: { sellerId: string; code: string }[] = []
  let rewrapped = 0
  try {
    for await (const { sellerId, error, ...step } of sellers.rewrap({ after, signal })) {
      if (step.rewrapped) rewrapped += 1
      if (error !== undefined) {
        failed.push({ sellerId, code: error.code })
        terminal.err(`${printable(sellerId)}  ${sentenceOf(error)}`)
      }
      progress.step()
    }
  } finally {
    const unchanged = progress.count - rewrapped - failed.length
    const summary = { rewrapped, unchanged, failed, interrupted: signal.aborted }
    if (terminal.json) terminal.out(JSON.stringify(summary))
    else terminal.out(`rewrapped ${rewrapped}, unchanged ${unchanged}, failed ${failed.length}`)
  }
  if (signal.aborted) terminal.err('Stopped: run it again for the others.')
  else if (failed.length > 0) terminal.err('The other keys are still needed.')
  return failed.length > 0 || signal.aborted ? 1 : 0
}

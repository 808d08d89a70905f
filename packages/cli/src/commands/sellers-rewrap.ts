import type { StoredSellers } from 'mercadopago-oauth/store'
import { type Command, command, type ExitCode } from '../command.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { sentenceOf } from '../failure.ts'
import { Progress } from '../progress.ts'
import { aboutKeys, sellerOptions, withStoredSellers } from '../sellers.ts'
import { stopOnInterruption } from '../stop.ts'

/** Before an encryption key is retired. */
export const sellersRewrap: Command = command({
  name: 'sellers rewrap',
  summary: 'encrypt every record with the first key',
  about: `Encrypts every token in the store with the first key. If it ends with 0, you can retire the others.
The application may run meanwhile, with the same keys. Each failure is a line on stderr. Ctrl-C stops
after the seller in progress; the next run skips the sellers that are done.

${aboutKeys}`,
  options: {
    after: { type: 'string', value: 'seller', about: 'begin after this seller' },
    ...sellerOptions,
  },
  async run(values, _argument, terminal) {
    return await withStoredSellers(terminal, values, (sellers) =>
      rewrap(terminal, sellers, values.after),
    )
  },
})

async function rewrap(
  terminal: CommandTerminal,
  sellers: StoredSellers,
  after: string | undefined,
): Promise<ExitCode> {
  const signal = stopOnInterruption(terminal)
  const progress = new Progress(terminal)
  const failed: { sellerId: string; code: string }[] = []
  let rewrapped = 0
  try {
    for await (const { sellerId, error, ...step } of sellers.rewrap({ after, signal })) {
      if (step.rewrapped) rewrapped += 1
      if (error !== undefined) {
        failed.push({ sellerId, code: error.code })
        terminal.err(`${sellerId}  ${sentenceOf(error)}`)
      }
      progress.step()
    }
  } finally {
    const unchanged = progress.count - rewrapped - failed.length
    const summary = { rewrapped, unchanged, failed, interrupted: signal.aborted }
    if (terminal.json) terminal.outJson(summary)
    else terminal.out(`rewrapped ${rewrapped}, unchanged ${unchanged}, failed ${failed.length}`)
  }
  if (signal.aborted) terminal.err('Stopped: run the command again for the others.')
  else if (failed.length > 0) terminal.err('Keep the other keys: some tokens still need them.')
  return failed.length > 0 || signal.aborted ? 1 : 0
}

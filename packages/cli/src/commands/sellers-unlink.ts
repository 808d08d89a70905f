import { type Command, command, UsageError } from '../command.ts'
import { FailedError } from '../failure.ts'
import { printable } from '../printable.ts'
import { providerOf, providerOptions } from '../provider.ts'
import { sellerOptions, sellerUsage, withSellers } from '../sellers.ts'
import { storeOptions } from '../settings.ts'

/** Cannot be undone. */
export const sellersUnlink: Command = command({
  name: 'sellers unlink',
  summary: 'remove a seller and its tokens',
  usage: `Usage: mercadopago-oauth sellers unlink <seller> --store <url> [options]

Removes a seller and its tokens, and tells the provider if it has a way to be told. It cannot be
undone: the seller would have to link again. So it asks first.

  --yes                 do not ask
  --json                one JSON value
${sellerUsage}`,
  options: {
    yes: { type: 'boolean', default: false },
    ...storeOptions,
    ...providerOptions,
    ...sellerOptions,
  },
  positionals: 1,
  async run(values, [sellerId], terminal) {
    if (sellerId === undefined) throw new UsageError('Name the seller.')
    if (!values.yes && !terminal.isInteractive) {
      throw new UsageError('There is no terminal to ask on: give --yes if you are sure.')
    }
    const { revocationEndpoint, authorizationUrlOf } = await providerOf(values)
    // Where an authorization is deleted, an access token that has ended is renewed for it.
    const isSecretSent = revocationEndpoint !== undefined || authorizationUrlOf !== undefined
    return await withSellers(terminal, values, isSecretSent, async (sellers) => {
      if ((await sellers.status(sellerId)) === undefined) {
        throw new FailedError('There is no such seller: nothing was removed.')
      }
      const question = `Remove seller ${printable(sellerId)} and its tokens?`
      if (!values.yes && !(await terminal.confirm(question))) {
        throw new FailedError('Nothing was removed.')
      }
      let revoked = false
      sellers.once('unlinked', (event) => {
        revoked = event.revoked
      })
      await sellers.unlink(sellerId)
      if (terminal.json) terminal.out(JSON.stringify({ sellerId, revoked }))
      else terminal.out(`unlinked ${printable(sellerId)}, ${toldOrNot(revoked)}`)
      return 0
    })
  },
})

function toldOrNot(revoked: boolean): string {
  return revoked
    ? 'and the provider agreed'
    : 'here; the provider was not told, or did not agree, so the tokens work until they end'
}

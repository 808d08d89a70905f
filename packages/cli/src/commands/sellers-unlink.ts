import { type SellerTokens, TokenIntegrityError } from 'mercadopago-oauth'
import { type Command, command, type ExitCode, UsageError } from '../command.ts'
import { FailedError } from '../failure.ts'
import { aboutKeys, sellerOptions, withSellers } from '../sellers.ts'

/** Cannot be undone. */
export const sellersUnlink: Command = command({
  name: 'sellers unlink',
  summary: 'remove a seller and its tokens',
  about: `Removes a seller and its tokens, and revokes the tokens if the provider supports it.
You cannot undo this: the seller would have to link again. So it asks first.

${aboutKeys}`,
  argument: '<seller>',
  options: { yes: { type: 'boolean', about: 'do not ask', default: false }, ...sellerOptions },
  async run(values, sellerId, terminal) {
    if (sellerId === undefined) throw new UsageError('Name the seller.')
    if (!values.yes && !terminal.isInteractive) {
      throw new UsageError('There is no terminal to ask on: give --yes to confirm.')
    }
    return await withSellers(terminal, values, async (sellers): Promise<ExitCode> => {
      if (!(await isStored(sellers, sellerId))) {
        throw new FailedError('There is no such seller: nothing was removed.')
      }
      const question = `Remove seller ${sellerId} and its tokens?`
      if (!values.yes && !(await terminal.confirm(question))) {
        throw new FailedError('Nothing was removed.')
      }
      let revoked = false
      sellers.once('unlinked', (event) => {
        revoked = event.revoked
      })
      await sellers.unlink(sellerId)
      if (terminal.json) terminal.outJson({ sellerId, revoked })
      else terminal.out(`unlinked ${sellerId}, ${toldOrNot(revoked)}`)
      return 0
    })
  },
})

/** A record that cannot be read or decrypted can still be removed. */
async function isStored(sellers: SellerTokens, sellerId: string): Promise<boolean> {
  try {
    return (await sellers.status(sellerId)) !== undefined
  } catch (error) {
    if (error instanceof TokenIntegrityError) return true
    throw error
  }
}

function toldOrNot(revoked: boolean): string {
  return revoked
    ? 'and the provider revoked the tokens'
    : 'here; the provider did not revoke the tokens, so they work until they expire'
}

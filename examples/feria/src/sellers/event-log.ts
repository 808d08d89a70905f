import type { SellerTokens } from 'mercadopago-oauth'

/** Prints one line for each event of a seller: names and ids, no token. Events that need attention go to stderr. */
export function logEvents(sellers: SellerTokens): void {
  sellers
    .on('linked', ({ sellerId, again }) => {
      console.log(`Seller ${sellerId} is linked${again ? ' again' : ''}`)
    })
    .on('renewed', ({ sellerId, lostScope }) => {
      const lost = lostScope.length === 0 ? '' : `, without ${lostScope.join(' ')}`
      console.log(`Seller ${sellerId} is renewed${lost}`)
    })
    .on('unlinked', ({ sellerId }) => {
      console.log(`Seller ${sellerId} is disconnected`)
    })
    .on('renewalFailed', ({ sellerId, error }) => {
      console.error(`Seller ${sellerId} was not renewed: ${error.code}`)
    })
    .on('reauthorizationRequired', ({ sellerId, reason }) => {
      console.error(`Seller ${sellerId} must link again: ${reason}`)
    })
    .on('recovered', ({ sellerId, reason }) => {
      console.log(`Seller ${sellerId} is linked after all: a late renewal was saved (${reason})`)
    })
    .on('sellerMismatch', ({ sellerId, receivedSellerId }) => {
      console.error(`Seller ${sellerId} was renewed with tokens of ${receivedSellerId}: not stored`)
    })
    .on('integrityFailure', ({ sellerId, keyId }) => {
      console.error(`Seller ${sellerId} has a token that no key opens (sealed with ${keyId})`)
    })
}

import { createClient, mercadoPagoProvider, SellerTokens } from 'mercadopago-oauth'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { clientId, clientSecret } from '../application.js'

const redirectUri = 'https://app.example/callback'

/** As in the README, but for the limit of renewals per seller, which no app comes near. */
export function sellersOf({ pool, encryptionKey, tokenEndpoint, ...options }) {
  const provider = { ...mercadoPagoProvider(), ...(tokenEndpoint && { tokenEndpoint }) }
  return new SellerTokens({
    client: createClient({ clientId, clientSecret, redirectUri, provider, ...options }),
    store: new PostgresTokenStore({ pool }),
    encryptionKeys: [encryptionKey],
    renewalsPerMinute: 1_000,
    ...options,
  })
}

/** `renewDue()`. */
export async function sweeper({ pool, encryptionKey, tokenEndpoint, width }) {
  const sellers = sellersOf({ pool, encryptionKey, tokenEndpoint })
  await sellers.checkKeys()
  return async function sweep() {
    let renewed = 0
    for await (const { error } of sellers.renewDue({ concurrency: width })) {
      if (error !== undefined) throw error
      renewed += 1
    }
    return renewed
  }
}

import type { SellerTokens } from 'mercadopago-oauth'

export async function sweep(sellers: SellerTokens, signal?: AbortSignal) {
  let renewed = 0
  const failed: string[] = []
  for await (const outcome of sellers.renewDue({ signal, jitterMs: 200 })) {
    if (outcome.renewed) renewed += 1
    else failed.push(`${outcome.sellerId} ${outcome.error.code}`)
  }
  return { renewed, failed }
}

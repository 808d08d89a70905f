import { request } from 'undici'
import { clientId, clientSecret } from '../application.js'

const dayMs = 24 * 60 * 60 * 1000

const claim = `
  update floor_sellers
  set lease_until = now() + interval '30 seconds'
  where seller_id = (
    select seller_id
    from floor_sellers
    where due_at <= now() and (lease_until is null or lease_until <= now())
    order by due_at
    limit 1
    for update skip locked
  )
  returning seller_id, refresh_token`

const save = `
  update floor_sellers
  set access_token = $2, refresh_token = $3, expires_at = $4, due_at = $5, lease_until = null
  where seller_id = $1`

/** The least a renewal can be: a lease, a token request and a save. Tokens are in the clear, and nothing is checked. */
export function sweeper({ pool, tokenEndpoint, width }) {
  const credentials = `grant_type=refresh_token&client_id=${clientId}&client_secret=${clientSecret}`

  async function renewNext() {
    const { rows } = await pool.query(claim)
    const [seller] = rows
    if (seller === undefined) return false
    const { body } = await request(tokenEndpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `${credentials}&refresh_token=${seller.refresh_token}`,
    })
    const tokens = await body.json()
    const expiresAtMs = Date.now() + tokens.expires_in * 1000
    await pool.query(save, [
      seller.seller_id,
      tokens.access_token,
      tokens.refresh_token,
      new Date(expiresAtMs),
      new Date(expiresAtMs - 30 * dayMs),
    ])
    return true
  }

  return async function sweep() {
    let renewed = 0
    const lane = async () => {
      while (await renewNext()) renewed += 1
    }
    await Promise.all(Array.from({ length: width }, lane))
    return renewed
  }
}

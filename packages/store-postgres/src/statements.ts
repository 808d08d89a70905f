import { recordColumns } from './seller-row.ts'
import type { TableNames } from './table-names.ts'

/** Every method's one statement. Values are always parameters; times of leases are always the server's. */
export interface Statements {
  readonly get: string
  readonly insert: string
  readonly update: string
  readonly lease: string
  readonly release: string
  readonly claimDue: string
  readonly byOwner: string
  readonly list: string
  readonly delete: string
  readonly claim: string
}

export function statementsFor({ sellers, claims }: TableNames): Statements {
  return {
    get: `
  select
${recordColumns('seller')}
  from ${sellers} as seller
  where application = $1 and seller_id = $2`,

    insert: `
  insert into ${sellers} (
    application, seller_id, generation, access_token, refresh_token, expires_at, due_at,
    lost_reason, owner, scope, public_key, live_mode, linked_at, renewed_at
  ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  on conflict (application, seller_id) do nothing
  returning true as saved`,

    update: `
  update ${sellers}
  set generation = $3, access_token = $4, refresh_token = $5, expires_at = $6, due_at = $7,
    lost_reason = $8, owner = $9, scope = $10, public_key = $11, live_mode = $12,
    linked_at = $13, renewed_at = $14,
    lease_holder = case when lease_holder = $16 then null else lease_holder end,
    lease_until = case when lease_holder = $16 then null else lease_until end
  where application = $1 and seller_id = $2 and generation = $15
  returning true as saved`,

    // No row: no such seller. A row that is not leased: somebody else holds it.
    lease: `
  with taken as (
    update ${sellers} as seller
    set ${leaseTakenBy('$3', '$4')}
    where application = $1 and seller_id = $2
      and (lease_holder is null or lease_holder = $3 or lease_until <= clock_timestamp())
    returning seller.*
  )
  select (taken.seller_id is not null)::text as leased, taken.lease_abandoned::text,
${recordColumns('taken')}
  from ${sellers} as seller left join taken on true
  where seller.application = $1 and seller.seller_id = $2`,

    release: `
  update ${sellers}
  set lease_holder = null, lease_until = null
  where application = $1 and seller_id = $2 and lease_holder = $3`,

    // Rows that another sweep is taking just now are passed over, not waited for.
    claimDue: `
  with taken as (
    update ${sellers} as seller
    set ${leaseTakenBy('$4', '$5')}
    where application = $1 and seller_id = any (array(
      select seller_id
      from ${sellers}
      where application = $1 and due_at <= $2
        and (lease_holder is null or lease_until <= clock_timestamp())
      order by due_at
      limit $3
      for update skip locked
    ))
    returning seller.*
  )
  select taken.lease_abandoned::text,
${recordColumns('taken')}
  from taken
  order by taken.due_at`,

    byOwner: `
  select
${recordColumns('seller')}
  from ${sellers} as seller
  where application = $1 and left(owner, 200) = left($2, 200) and owner = $2
  order by seller.linked_at, seller.seller_id`,

    list: `
  select
${recordColumns('seller')}
  from ${sellers} as seller
  where application = $1 and ($2::text is null or seller_id > $2 collate "C")
  order by seller.seller_id collate "C"
  limit $3`,

    delete: `
  delete from ${sellers}
  where application = $1 and seller_id = $2`,

    // Each claim takes a few old ones away, so the table cannot grow for ever. They are kept for another
    // hour, because \`expires_at\` was reckoned by a machine whose clock may be behind.
    claim: `
  with swept as (
    delete from ${claims}
    where key = any (array(
      select key
      from ${claims}
      where expires_at <= clock_timestamp() - interval '1 hour'
      order by expires_at
      limit 10
      for update skip locked
    ))
  )
  insert into ${claims} (key, expires_at) values ($1, $2)
  on conflict (key) do nothing
  returning true as claimed`,
  }
}

/** Everything here reads the row as it was before, so the lease that is replaced can be judged. */
function leaseTakenBy(holder: string, leaseMs: string): string {
  return `lease_holder = ${holder},
      lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond',
      lease_abandoned = lease_holder is not null and lease_holder <> ${holder}`
}

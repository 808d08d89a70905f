import { recordColumns } from './seller-row.ts'
import type { TableNames } from './table-names.ts'

type Reading = 'get' | 'byOwner' | 'list' | 'listDue' | 'listNeverDue'
type Writing = 'insert' | 'update' | 'delete' | 'lease' | 'release' | 'claimDue' | 'claim'

/** Every method's one statement. Values are always parameters; times of leases are always the server's. */
export type Statements = Readonly<Record<Reading | Writing, string>>

export function statementsFor({ sellers, claims }: TableNames): Statements {
  const select = `
  select
${recordColumns('seller')}
  from ${sellers} as seller
  where client_id = $1`
  const page = (id: string) => `and ${id} > coalesce($2, '') order by ${id} limit $3`
  return {
    get: `${select} and seller_id = $2`,

    byOwner: `${select} and left(owner, 200) = left($2, 200) and owner = $2
  order by seller.linked_at, seller.seller_id`,

    list: `${select} ${page('seller.seller_id')}`,
    // The added text keeps PostgreSQL from going through all sellers in the order of their ids.
    listDue: `${select} and due_at <= $4 ${page("(seller.seller_id || '')")}`,
    listNeverDue: `${select} and due_at is null ${page('seller.seller_id')}`,

    insert: `
  insert into ${sellers} (client_id, seller_id, generation, due_at, owner, linked_at, body)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (client_id, seller_id) do nothing
  returning true as saved`,

    update: `
  update ${sellers}
  set generation = $3, due_at = $4, owner = $5, linked_at = $6, body = $7,
    lease_holder = case when $9 or lease_holder = $10 then null else lease_holder end
  where client_id = $1 and seller_id = $2 and generation = $8
  returning true as saved`,

    delete: `
  delete from ${sellers}
  where client_id = $1 and seller_id = $2`,

    // No row: no such seller. A row that is not leased: another holder has the lease.
    lease: `
  with taken as (
    update ${sellers} as seller
    set ${leaseTakenBy('$3', '$4')}
    where client_id = $1 and seller_id = $2
      and (lease_holder is null or lease_holder = $3 or lease_until <= clock_timestamp())
    returning seller.*
  )
  select (taken.seller_id is not null)::text as leased, taken.lease_abandoned::int::text as abandoned,
${recordColumns('taken')}
  from ${sellers} as seller left join taken on true
  where seller.client_id = $1 and seller.seller_id = $2`,

    release: `
  update ${sellers}
  set lease_holder = null
  where client_id = $1 and seller_id = $2 and lease_holder = $3`,

    // Rows that another sweep is taking just now are passed over, not waited for.
    claimDue: `
  with taken as (
    update ${sellers} as seller
    set ${leaseTakenBy('$4', '$5')}
    where client_id = $1 and seller_id = any (array(
      select seller_id
      from ${sellers}
      where client_id = $1 and due_at <= $2
        and (lease_holder is null or lease_until <= clock_timestamp())
      order by due_at
      limit $3
      for update skip locked
    ))
    returning seller.*
  )
  select taken.lease_abandoned::int::text as abandoned,
${recordColumns('taken')}
  from taken
  order by taken.due_at`,

    // Each claim takes a few old ones away, so the table cannot grow for ever. A new one is kept for an hour at
    // least, because `expires_at` was reckoned by a machine whose clock may be behind.
    claim: `
  with swept as (
    delete from ${claims}
    where key = any (array(
      select key
      from ${claims}
      where expires_at <= clock_timestamp()
      order by expires_at
      limit 10
      for update skip locked
    ))
  )
  insert into ${claims} (key, expires_at)
  values ($1, greatest($2, clock_timestamp() + interval '1 hour'))
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

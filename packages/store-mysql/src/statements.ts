import type { TableNames } from './schema.ts'

type Reading =
  | 'get'
  | 'byOwner'
  | 'list'
  | 'listDue'
  | 'listNeverDue'
  | 'leased'
  | 'free'
  | 'check'
  | 'version'
type Writing = 'insert' | 'update' | 'delete' | 'lease' | 'release' | 'claim' | 'sweepClaims'

/** The store's statements. Values are always parameters; leases and claims use the server's clock. */
export interface Statements extends Readonly<Record<Reading | Writing, string>> {
  /** Takes the leases of so many sellers. */
  leaseAll(sellers: number): string
}

const recordColumns = 'client_id, seller_id, generation, due_at, owner, linked_at, body'

/** The server's clock in milliseconds, without a time zone, which could turn it back. */
const now = `timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000`

/** MySQL assigns from left to right, so the lease that is replaced is judged first. */
const takeLease = `lease_abandoned = (lease_holder is not null and lease_holder <> ?),
  lease_holder = ?, lease_until = ${now} + ?, writes = writes + 1`

export function statementsFor({ sellers, claims, schema }: TableNames): Statements {
  const select = `select ${recordColumns} from ${sellers}`
  const page = 'seller_id > ? order by seller_id limit ?'
  const one = 'client_hash = ? and seller_id = ?'
  return {
    get: `${select} where ${one}`,
    byOwner: `${select} where client_hash = ? and owner = ? order by linked_at, seller_id`,
    list: `${select} where client_hash = ? and ${page}`,
    listDue: `${select} force index (due) where client_hash = ? and due_at <= ? and ${page}`,
    listNeverDue: `${select} force index (due) where client_hash = ? and due_at is null and ${page}`,
    leased: `select ${recordColumns}, lease_abandoned as abandoned from ${sellers} where ${one}`,
    // Rows that another sweep is taking just now are passed over, not waited for.
    free: `select ${recordColumns}, lease_holder is not null as abandoned
from ${sellers} force index (due)
where client_hash = ? and due_at <= ? and (lease_holder is null or lease_until <= ${now})
order by due_at limit ? for update skip locked`,
    // Fails unless the tables have the columns used here.
    check: `select ${recordColumns}, client_hash, lease_holder, lease_until, lease_abandoned, writes, key_hash,
  expires_at from ${sellers} join ${claims} limit 0`,
    version: `select max(version) as version from ${schema}`,
    insert: `insert into ${sellers}
  (client_hash, seller_id, client_id, generation, due_at, owner, linked_at, body)
values (?, ?, ?, ?, ?, ?, ?, ?)`,
    update: `update ${sellers}
set generation = ?, due_at = ?, owner = ?, linked_at = ?, body = ?,
  lease_holder = if(? or lease_holder = ?, null, lease_holder), writes = writes + 1
where ${one} and generation = ?`,
    delete: `delete from ${sellers} where ${one}`,
    lease: `update ${sellers} set ${takeLease}
where ${one} and (lease_holder is null or lease_holder = ? or lease_until <= ${now})`,
    leaseAll: (count) => `update ${sellers} set ${takeLease}
where client_hash = ? and seller_id in (${Array(count).fill('?').join(', ')})`,
    release: `update ${sellers} set lease_holder = null where ${one} and lease_holder = ?`,
    claim: `insert into ${claims} (key_hash, expires_at) values (?, greatest(?, ${now} + 3600000))`,
    // More than one claim adds, so that a backlog shrinks; few, so that no claim waits for it.
    sweepClaims: `delete from ${claims} where expires_at <= ${now} order by expires_at limit 16`,
  }
}

import type { Tables } from './schema.ts'
import { recordColumns } from './seller-row.ts'

type Reading = 'get' | 'byOwner' | 'list' | 'listDue' | 'listNeverDue' | 'check'
type Writing = 'insert' | 'update' | 'delete' | 'lease' | 'release' | 'claimDue'
type Claiming = 'sweepClaims' | 'claim'

/** Every statement of a store, each with named parameters. */
export type Statements = Readonly<Record<Reading | Writing | Claiming, string>>

/** The machine's clock in milliseconds; the same at every place in a statement. */
const now = `CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`

const oneSeller = 'client_id = :clientId AND seller_id = :sellerId'

const takeLease = `lease_abandoned = lease_holder IS NOT NULL AND lease_holder <> :holder,
  lease_holder = :holder,
  lease_until = ${now} + :leaseMs`

const leasedColumns = `${recordColumns}, lease_abandoned AS abandoned`

export function statementsFor({ sellers, claims }: Tables): Statements {
  const select = `SELECT ${recordColumns} FROM ${sellers} WHERE client_id = :clientId`
  const page = (id: string) => `AND ${id} > coalesce(:after, '') ORDER BY ${id} LIMIT :limit`
  return {
    get: `${select} AND seller_id = :sellerId`,
    // The column, not its text, which the same name stands for in the result.
    byOwner: `${select} AND owner = :owner ORDER BY ${sellers}.linked_at, rowid`,
    list: `${select} ${page('seller_id')}`,
    // The plus sign keeps SQLite from going through all sellers in the order of their ids.
    listDue: `${select} AND due_at <= :due ${page('+seller_id')}`,
    listNeverDue: `${select} AND due_at IS NULL ${page('seller_id')}`,
    // Fails unless both tables have the columns used here.
    check: `SELECT ${leasedColumns}, lease_holder, lease_until, key
FROM ${sellers} LEFT JOIN (SELECT key, expires_at FROM ${claims}) LIMIT 0`,
    insert: `INSERT INTO ${sellers} (client_id, seller_id, generation, due_at, owner, linked_at, body)
VALUES (:clientId, :sellerId, :generation, :dueAt, :owner, :linkedAt, :body)
ON CONFLICT (client_id, seller_id) DO NOTHING
RETURNING 1`,
    update: `UPDATE ${sellers} SET
  generation = :generation,
  due_at = :dueAt,
  owner = :owner,
  linked_at = :linkedAt,
  body = :body,
  lease_holder = iif(:endsAny OR lease_holder = :endsHolder, NULL, lease_holder)
WHERE ${oneSeller} AND generation = :expected
RETURNING 1`,
    delete: `DELETE FROM ${sellers} WHERE ${oneSeller}`,
    lease: `UPDATE ${sellers} SET
  ${takeLease}
WHERE ${oneSeller} AND (lease_holder IS NULL OR lease_holder = :holder OR lease_until <= ${now})
RETURNING ${leasedColumns}`,
    release: `UPDATE ${sellers} SET lease_holder = NULL WHERE ${oneSeller} AND lease_holder = :holder`,
    claimDue: `UPDATE ${sellers} SET
  ${takeLease}
WHERE rowid IN (
  SELECT rowid FROM ${sellers}
  WHERE client_id = :clientId AND due_at <= :dueBefore
    AND (lease_holder IS NULL OR lease_until <= ${now})
  ORDER BY due_at LIMIT :limit
)
RETURNING ${leasedColumns}`,
    // More than one claim adds, so that a backlog shrinks; few, so that no claim waits for it.
    sweepClaims: `DELETE FROM ${claims} WHERE key IN (
  SELECT key FROM ${claims} WHERE expires_at <= ${now} ORDER BY expires_at LIMIT 16
)`,
    claim: `INSERT INTO ${claims} (key, expires_at) VALUES (:key, max(:expiresAt, ${now} + 3600000))
ON CONFLICT (key) DO NOTHING
RETURNING 1`,
  }
}

import { type Tables, tablesOf } from './schema.ts'

/** Every statement of a store, each with named parameters. */
export interface Statements {
  readonly get: string
  readonly insert: string
  readonly update: string
  readonly lease: string
  readonly release: string
  readonly claimDue: string
  readonly byOwner: string
  readonly list: string
  readonly listAfter: string
  readonly delete: string
  readonly sweepClaims: string
  readonly claim: string
  /** Fails unless both tables have the columns used here. */
  readonly check: string
}

const columns = `application, seller_id, generation, access_token, refresh_token, expires_at, due_at,
  lost_reason, owner, scope, public_key, live_mode, linked_at, renewed_at`

/** The machine's clock in milliseconds; the same at every place in a statement. */
const now = `CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`

const oneSeller = 'application = :application AND seller_id = :sellerId'

const takeLease = `lease_abandoned = lease_holder IS NOT NULL AND lease_holder <> :holder,
  lease_holder = :holder,
  lease_until = ${now} + :leaseMs`

export function statementsFor(table: string): Statements {
  const tables = tablesOf(table)
  return { ...savingIn(tables), ...leasingIn(tables), ...claimsIn(tables), ...listingIn(tables) }
}

function savingIn({ sellers }: Tables): Pick<Statements, 'get' | 'insert' | 'update' | 'delete'> {
  return {
    get: `SELECT ${columns} FROM ${sellers} WHERE ${oneSeller}`,
    insert: `INSERT INTO ${sellers} (${columns})
VALUES (:application, :sellerId, :generation, :accessToken, :refreshToken, :expiresAt, :dueAt,
  :lostReason, :owner, :scope, :publicKey, :liveMode, :linkedAt, :renewedAt)
ON CONFLICT (application, seller_id) DO NOTHING
RETURNING 1`,
    update: `UPDATE ${sellers} SET
  generation = :generation,
  access_token = :accessToken,
  refresh_token = :refreshToken,
  expires_at = :expiresAt,
  due_at = :dueAt,
  lost_reason = :lostReason,
  owner = :owner,
  scope = :scope,
  public_key = :publicKey,
  live_mode = :liveMode,
  linked_at = :linkedAt,
  renewed_at = :renewedAt,
  lease_holder = CASE WHEN lease_holder = :holder THEN NULL ELSE lease_holder END,
  lease_until = CASE WHEN lease_holder = :holder THEN NULL ELSE lease_until END
WHERE ${oneSeller} AND generation = :expected
RETURNING 1`,
    delete: `DELETE FROM ${sellers} WHERE ${oneSeller}`,
  }
}

function leasingIn({ sellers }: Tables): Pick<Statements, 'lease' | 'release' | 'claimDue'> {
  return {
    lease: `UPDATE ${sellers} SET
  ${takeLease}
WHERE ${oneSeller} AND (lease_holder IS NULL OR lease_holder = :holder OR lease_until <= ${now})
RETURNING ${columns}, lease_abandoned`,
    release: `UPDATE ${sellers} SET lease_holder = NULL, lease_until = NULL
WHERE ${oneSeller} AND lease_holder = :holder`,
    claimDue: `UPDATE ${sellers} SET
  ${takeLease}
WHERE rowid IN (
  SELECT rowid FROM ${sellers}
  WHERE application = :application AND due_at <= :dueBefore
    AND (lease_holder IS NULL OR lease_until <= ${now})
  ORDER BY due_at LIMIT :limit
)
RETURNING ${columns}, lease_abandoned`,
  }
}

function listingIn({ sellers }: Tables): Pick<Statements, 'byOwner' | 'list' | 'listAfter'> {
  return {
    byOwner: `SELECT ${columns} FROM ${sellers}
WHERE application = :application AND owner = :owner ORDER BY linked_at, rowid`,
    list: `SELECT ${columns} FROM ${sellers}
WHERE application = :application ORDER BY seller_id LIMIT :limit`,
    listAfter: `SELECT ${columns} FROM ${sellers}
WHERE application = :application AND seller_id > :after ORDER BY seller_id LIMIT :limit`,
  }
}

function claimsIn({
  sellers,
  claims,
}: Tables): Pick<Statements, 'sweepClaims' | 'claim' | 'check'> {
  return {
    // More than one claim adds, so that a backlog shrinks; few, so that no claim waits for it.
    sweepClaims: `DELETE FROM ${claims} WHERE key IN (
  SELECT key FROM ${claims} WHERE expires_at <= ${now} ORDER BY expires_at LIMIT 16
)`,
    claim: `INSERT INTO ${claims} (key, expires_at) VALUES (:key, :expiresAt)
ON CONFLICT (key) DO NOTHING
RETURNING 1`,
    check: `SELECT ${columns}, lease_holder, lease_until, lease_abandoned, key
FROM ${sellers} LEFT JOIN (SELECT key, expires_at AS claim_expires_at FROM ${claims}) LIMIT 0`,
  }
}

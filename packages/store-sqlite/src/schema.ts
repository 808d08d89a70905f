import { assertTableName } from './option.ts'

/** Which tables: see {@link schemaSql}. */
export interface SchemaOptions {
  /** The sellers' table; a second one, `<table>_claims`, is beside it. Default `mercadopago_sellers`. */
  table?: string | undefined
}

/** The names of a store's tables, quoted. */
export interface Tables {
  readonly sellers: string
  readonly claims: string
}

export const defaultTable = 'mercadopago_sellers'

export function tablesOf(table: string): Tables {
  return { sellers: `"${table}"`, claims: `"${table}_claims"` }
}

/**
 * The SQL that creates the tables, to read, or to copy into a migration. Running it again changes nothing.
 * The file should also be in WAL mode, `PRAGMA journal_mode = WAL`, which cannot be part of a transaction.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`.
 */
export function schemaSql({ table = defaultTable }: SchemaOptions = {}): string {
  assertTableName(table)
  const { sellers, claims } = tablesOf(table)
  return `-- Times are milliseconds since 1970. The tokens are sealed.
CREATE TABLE IF NOT EXISTS ${sellers} (
  application TEXT NOT NULL,
  seller_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  access_token TEXT NOT NULL,
  refresh_token TEXT,
  expires_at INTEGER NOT NULL,
  due_at INTEGER,
  lost_reason TEXT,
  owner TEXT,
  scope TEXT NOT NULL,
  public_key TEXT,
  live_mode INTEGER,
  linked_at INTEGER NOT NULL,
  renewed_at INTEGER,
  lease_holder TEXT,
  lease_until INTEGER,
  lease_abandoned INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (application, seller_id)
) STRICT;

CREATE INDEX IF NOT EXISTS "${table}_due"
  ON ${sellers} (application, due_at) WHERE due_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS "${table}_owner"
  ON ${sellers} (application, owner, linked_at) WHERE owner IS NOT NULL;

CREATE TABLE IF NOT EXISTS ${claims} (
  key TEXT NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS "${table}_claims_expiry"
  ON ${claims} (expires_at);
`
}

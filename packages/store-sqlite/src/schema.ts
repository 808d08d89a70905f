import { assertTableName } from './option.ts'

/** Which tables: see {@link schemaSql}. */
export interface SchemaOptions {
  /** The sellers' table; `<table>_claims` and `<table>_schema` are beside it. Default `mercadopago_sellers`. */
  table?: string | undefined
}

/** The names of a store's tables, quoted. */
export interface Tables {
  readonly sellers: string
  readonly claims: string
  readonly schema: string
  /** Another name that begins with that of the sellers' table. */
  named(suffix: string): string
}

/** The version of the tables that this release creates and uses. */
export const schemaVersion = 2

/** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`. */
export function tablesOf({ table = 'mercadopago_sellers' }: SchemaOptions): Tables {
  assertTableName(table)
  const named = (suffix: string) => `"${table}_${suffix}"`
  return { sellers: `"${table}"`, claims: named('claims'), schema: named('schema'), named }
}

/**
 * Returns the SQL that creates the tables in a new database, to read or to copy into a migration. Running it
 * again changes nothing. The file should also be in WAL mode, `PRAGMA journal_mode = WAL`, which cannot be
 * part of a transaction.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`.
 */
export function schemaSql(options: SchemaOptions = {}): string {
  return schemaOf(tablesOf(options))
}

/** @see {@link schemaSql} */
export function schemaOf({ sellers, claims, schema, named }: Tables): string {
  return `-- Times are milliseconds since 1970. The tokens in the body are encrypted.
CREATE TABLE IF NOT EXISTS ${sellers} (
  client_id TEXT NOT NULL,
  seller_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  due_at INTEGER,
  owner TEXT,
  linked_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  lease_holder TEXT,
  lease_until INTEGER,
  lease_abandoned INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (client_id, seller_id)
) STRICT;

CREATE INDEX IF NOT EXISTS ${named('due')}
  ON ${sellers} (client_id, due_at) WHERE due_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS ${named('never_due')}
  ON ${sellers} (client_id, seller_id) WHERE due_at IS NULL;

CREATE INDEX IF NOT EXISTS ${named('owner')}
  ON ${sellers} (client_id, owner, linked_at) WHERE owner IS NOT NULL;

CREATE TABLE IF NOT EXISTS ${claims} (
  key TEXT NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS ${named('claims_expiry')}
  ON ${claims} (expires_at);

-- The version of the tables above; a release refuses to migrate those of a newer one.
CREATE TABLE IF NOT EXISTS ${schema} (version INTEGER PRIMARY KEY) STRICT;

INSERT OR IGNORE INTO ${schema} VALUES (${schemaVersion});
`
}

import { type SchemaOptions, schemaOf, type Tables, tablesOf } from './schema.ts'

/**
 * Returns the SQL that brings the tables of version 1 to today's, to read or to copy into a migration. Run it
 * once, in one transaction. Version 1 has a column `application` and no table `<table>_schema`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`.
 */
export function upgradeSql(options: SchemaOptions = {}): string {
  return upgradeOf(tablesOf(options))
}

/** @see {@link upgradeSql} */
export function upgradeOf(tables: Tables): string {
  const { sellers, claims } = tables
  const old = tables.named('v1')
  return `CREATE TABLE ${old} AS SELECT * FROM ${sellers};

DROP TABLE ${sellers};

${schemaOf(tables)}
INSERT INTO ${sellers}
SELECT application, seller_id, generation, due_at, owner, linked_at,
  json_object(
    'v', 1,
    'accessToken', access_token,
    'refreshToken', refresh_token,
    'expiresAt', ${isoTime('expires_at')},
    'scope', scope,
    'publicKey', public_key,
    'liveMode', CASE live_mode WHEN 1 THEN json('true') WHEN 0 THEN json('false') END,
    'lostReason', lost_reason,
    'renewedAt', ${isoTime('renewed_at')}
  ),
  lease_holder, lease_until, lease_abandoned
FROM ${old} ORDER BY rowid;

DROP TABLE ${old};

-- A claim is now kept for an hour at least.
UPDATE ${claims} SET expires_at = expires_at + 3600000;
`
}

function isoTime(column: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
}

import { schemaOf, schemaVersion } from './schema.ts'
import { recordColumns } from './seller-row.ts'
import type { TableNames } from './table-names.ts'
import { upgradeOf } from './upgrade.ts'

/**
 * Returns the SQL of a migration. Sent as one query it is one transaction, also through a pooler, and the lock
 * ends with it: `if not exists` alone fails when two machines do this at the same moment. Any number will do for
 * the lock that is the same everywhere.
 *
 * The version is in a separate table, so a dump and a restore keep it, and a person can read it.
 */
export function migrationOf(names: TableNames): string {
  const { sellers, claims, schema } = names
  return `\
select pg_advisory_xact_lock(636363);
create table if not exists ${schema} (version integer primary key);
do $check$
declare
  found integer := (select max(version) from ${schema});
begin
  if found > ${schemaVersion} then
    raise exception 'the table % has schema version %, and this release of mercadopago-oauth-postgres knows versions up to ${schemaVersion}: install a newer release', '${sellers}', found;
  end if;
end
$check$;
${upgradeOf(names)}
${schemaOf(names)}
-- Fails unless the tables have the columns used here.
select ${recordColumns('seller')}, lease_holder, lease_until, lease_abandoned, key, expires_at
from ${sellers} as seller, ${claims} limit 0;
`
}

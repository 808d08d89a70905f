import { type TableNames, type TableOptions, tableNames } from './table-names.ts'

/**
 * Returns the SQL that brings the tables of version 1 to those of `schemaSql()`, to read or to copy into a
 * migration: run it before that, in the same transaction. It does nothing to other versions. Version 1 has a column
 * `application`.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function upgradeSql(options: TableOptions = {}): string {
  return upgradeOf(tableNames(options))
}

/** @see {@link upgradeSql} */
export function upgradeOf({ sellers, claims }: TableNames): string {
  return `\
do $upgrade$
begin
  if not exists (
    select from pg_attribute
    where attrelid = to_regclass('${sellers}') and attname = 'application'
  ) then
    return;
  end if;

  alter table ${sellers} rename column application to client_id;
  alter table ${sellers} add column if not exists renewed_at timestamptz(3);
  alter table ${sellers} add column body text;

  update ${sellers} set body = (
    select row_to_json(fields)
    from (
      select
        1 as "v",
        access_token as "accessToken",
        refresh_token as "refreshToken",
        ${isoTime('expires_at')} as "expiresAt",
        scope as "scope",
        public_key as "publicKey",
        live_mode as "liveMode",
        lost_reason as "lostReason",
        ${isoTime('renewed_at')} as "renewedAt"
    ) as fields
  );

  alter table ${sellers}
    alter column body set not null,
    drop column access_token,
    drop column refresh_token,
    drop column expires_at,
    drop column scope,
    drop column public_key,
    drop column live_mode,
    drop column lost_reason,
    drop column renewed_at;

  -- A claim is now kept for an hour at least.
  update ${claims} set expires_at = expires_at + interval '1 hour';
end
$upgrade$;
`
}

function isoTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

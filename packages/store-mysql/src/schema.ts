import { invalidType, invalidValue } from 'mercadopago-oauth/store'

/** Where the tables are. */
export interface TableOptions {
  /** The sellers' table; `<table>_claims` and `<table>_schema` are beside it. Default `mercadopago_sellers`. */
  table?: string | undefined
}

/** The names as SQL writes them, quoted. */
export interface TableNames {
  readonly sellers: string
  readonly claims: string
  readonly schema: string
}

/** The version of the tables that this release creates and uses. */
export const schemaVersion = 1

/** @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`. */
export function tableNames({ table = 'mercadopago_sellers' }: TableOptions): TableNames {
  if (typeof table !== 'string') throw invalidType('table', 'must be a string')
  if (!/^[a-z_][a-z0-9_]{0,49}$/i.test(table)) {
    throw invalidValue('table', 'must be 1 to 50 letters, digits and underscores')
  }
  const named = (suffix: string) => `\`${table}${suffix}\``
  return { sellers: named(''), claims: named('_claims'), schema: named('_schema') }
}

/**
 * Returns the SQL that creates the tables in a new database, to read or to copy into a migration. Running it
 * again changes nothing.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming `table`.
 */
export function schemaSql(options: TableOptions = {}): string {
  return schemaStatements(tableNames(options)).join('\n')
}

/** Text is stored as its bytes in UTF-8: no character set and no collation of the server bends it. */
export function schemaStatements({ sellers, claims, schema }: TableNames): string[] {
  return [
    `\
-- One row for each seller of an application. Text is UTF-8, times are milliseconds since 1970. The tokens in the
-- body are encrypted.
create table if not exists ${sellers} (
  client_hash     binary(32) not null comment 'SHA-256 of client_id, because an index row has a limit',
  seller_id       varbinary(3000) not null,
  client_id       blob not null,
  generation      bigint not null,
  due_at          bigint,
  owner           blob,
  linked_at       bigint not null,
  body            mediumblob not null,
  lease_holder    varbinary(1000),
  lease_until     bigint,
  lease_abandoned boolean not null default false,
  writes          bigint not null default 0 comment 'so that every write changes the row',
  primary key (client_hash, seller_id),
  key due (client_hash, due_at),
  key owner (client_hash, owner(200))
) engine = InnoDB, row_format = dynamic;
`,
    `\
-- The attempts that were finished, each once.
create table if not exists ${claims} (
  key_hash   binary(32) not null primary key,
  expires_at bigint not null,
  key expiry (expires_at)
) engine = InnoDB;
`,
    `\
-- The version of the tables above; a release refuses to migrate those of a newer one.
create table if not exists ${schema} (version int not null primary key) engine = InnoDB;
`,
    `insert ignore into ${schema} values (${schemaVersion});\n`,
  ]
}

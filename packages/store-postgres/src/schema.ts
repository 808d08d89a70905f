import { type TableNames, type TableOptions, tableNames } from './table-names.ts'

/** The version of the tables that this release creates and uses. */
export const schemaVersion = 2

/**
 * Returns the SQL that creates the tables in a new database, to read or to copy into a migration. Running it
 * again changes nothing.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function schemaSql(options: TableOptions = {}): string {
  return schemaOf(tableNames(options))
}

/** @see {@link schemaSql} */
export function schemaOf({ sellers, claims, schema, index }: TableNames): string {
  return `\
-- One row for each seller of an application. The tokens in the body are encrypted.
create table if not exists ${sellers} (
  client_id       text collate "C" not null,
  seller_id       text collate "C" not null,
  generation      bigint not null,
  due_at          timestamptz(3),
  owner           text collate "C",
  linked_at       timestamptz(3) not null,
  body            text not null,
  -- Who renews this seller just now, and whether an earlier holder never came back.
  lease_holder    text collate "C",
  lease_until     timestamptz,
  lease_abandoned boolean not null default false,
  primary key (client_id, seller_id)
);

-- The sweep reads the longest due from here, and nothing else.
create index if not exists ${index('due')}
  on ${sellers} (client_id, due_at) where due_at is not null;

-- Sellers with nothing to renew: most of them must link again.
create index if not exists ${index('never')}
  on ${sellers} (client_id, seller_id) where due_at is null;

-- An index row has a limit, an owner has none.
create index if not exists ${index('owner')}
  on ${sellers} (client_id, left(owner, 200)) where owner is not null;

-- The attempts that were finished, each once.
create table if not exists ${claims} (
  key        text collate "C" primary key,
  expires_at timestamptz(3) not null
);

create index if not exists ${index('expired')}
  on ${claims} (expires_at);

-- The version of the tables above; a release refuses to migrate those of a newer one.
create table if not exists ${schema} (version integer primary key);

insert into ${schema} values (${schemaVersion}) on conflict do nothing;
`
}

import { type TableNames, type TableOptions, tableNames } from './table-names.ts'

/**
 * The SQL that makes the tables, for a migration of your own. It may be run again: what exists stays as
 * it is.
 *
 * @throws TypeError `ERR_INVALID_ARG_TYPE` or `ERR_INVALID_ARG_VALUE`, naming the option.
 */
export function schemaSql(options: TableOptions = {}): string {
  return schemaOf(tableNames(options))
}

/** @see {@link schemaSql} */
export function schemaOf({ sellers, claims, index }: TableNames): string {
  return `\
-- One row for each seller of an application. The two tokens are sealed text.
create table if not exists ${sellers} (
  application     text collate "C" not null,
  seller_id       text collate "C" not null,
  generation      bigint not null,
  access_token    text not null,
  refresh_token   text,
  expires_at      timestamptz(3) not null,
  due_at          timestamptz(3),
  lost_reason     text,
  owner           text collate "C",
  scope           text not null,
  public_key      text,
  live_mode       boolean,
  linked_at       timestamptz(3) not null,
  renewed_at      timestamptz(3),
  -- Who renews this seller just now, and whether an earlier holder never came back.
  lease_holder    text collate "C",
  lease_until     timestamptz,
  lease_abandoned boolean not null default false,
  primary key (application, seller_id)
);

-- The sweep reads the longest due from here, and nothing else.
create index if not exists ${index('due')}
  on ${sellers} (application, due_at) where due_at is not null;

-- An index row has a limit, an owner has none.
create index if not exists ${index('owner')}
  on ${sellers} (application, left(owner, 200)) where owner is not null;

-- The attempts that were finished, each once.
create table if not exists ${claims} (
  key        text collate "C" primary key,
  expires_at timestamptz(3) not null
);

create index if not exists ${index('expired')}
  on ${claims} (expires_at);
`
}

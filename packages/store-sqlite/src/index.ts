export { type SchemaOptions, schemaSql } from './schema.ts'
export { SqliteTokenStore, type SqliteTokenStoreOptions } from './sqlite-token-store.ts'
export { upgradeSql } from './upgrade.ts'

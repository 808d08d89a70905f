export type { MysqlConnection, MysqlPool, Value } from './database.ts'
export { MysqlTokenStore, type MysqlTokenStoreOptions } from './mysql-token-store.ts'
export { schemaSql, type TableOptions } from './schema.ts'

export {
  type PostgresPool,
  PostgresTokenStore,
  type PostgresTokenStoreOptions,
} from './postgres-token-store.ts'
export { schemaSql } from './schema.ts'
export type { TableOptions } from './table-names.ts'
export { upgradeSql } from './upgrade.ts'

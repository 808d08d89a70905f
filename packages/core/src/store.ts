export { MemoryReplayGuard, type ReplayGuard } from './flow/replay-guard.ts'
export { assertObject, invalidType, invalidValue } from './option.ts'
export type { KeyProvider } from './sealing/key-provider.ts'
export { StoredSellers, type StoredSellersOptions } from './sellers/stored-sellers.ts'
export { MemoryTokenStore } from './store/memory-token-store.ts'
export { leasedOfRow, type RecordRow, recordOfRow } from './store/record-row.ts'
export type {
  DueQuery,
  LeasedRecord,
  LeaseOutcome,
  ListQuery,
  SellerKey,
  TokenRecord,
  TokenStore,
} from './store/token-store.ts'

export { MemoryReplayGuard, type ReplayGuard } from '../flow/replay-guard.ts'
export { MemoryTokenStore } from './memory-token-store.ts'
export type {
  DueQuery,
  LeasedRecord,
  LeaseOutcome,
  ListQuery,
  SellerKey,
  TokenRecord,
  TokenStore,
} from './token-store.ts'

export {
  type ContractRunner,
  type OpenStore,
  type StoreUnderTest,
  testTokenStore,
} from './token-store-contract.ts'

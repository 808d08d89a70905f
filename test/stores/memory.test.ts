import { MemoryTokenStore } from 'mercadopago-oauth/store'
import { testTokenStore } from 'mercadopago-oauth/store-contract'

describe('MemoryTokenStore', () => {
  testTokenStore({ describe, it }, async () => ({ store: new MemoryTokenStore() }))
})

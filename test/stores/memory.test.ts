import { MemoryTokenStore } from 'mercadopago-oauth'
import { testTokenStore } from 'mercadopago-oauth/store-contract'

describe('MemoryTokenStore', () => {
  testTokenStore({ describe, it }, async () => ({ store: new MemoryTokenStore() }))
})

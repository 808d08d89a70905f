import { expect } from 'chai'
import {
  createClient,
  KeyManagerUnavailableError,
  type KeyProvider,
  MemoryTokenStore,
  SellerTokens,
  TokenSet,
} from 'mercadopago-oauth'

const clientId = '1234567890123456'
const client = createClient({ clientId, clientSecret: 'the-secret-of-the-application-01' })

/** Links a seller, and reads the token in another process; gives the wrapped data key as it is stored. */
export async function keepTokens(provider: KeyProvider): Promise<string> {
  const store = new MemoryTokenStore()
  const process = () => new SellerTokens({ client, store, encryptionKeys: [provider] })
  const [first, second] = [process(), process()]
  const expiresAt = new Date(Date.now() + 180 * 24 * 60 * 60 * 1000)
  await first.link(
    new TokenSet({ sellerId: '4242', accessToken: 'APP_USR-1', expiresAt, scope: [] }),
  )
  expect(await second.accessToken('4242')).to.equal('APP_USR-1')
  await Promise.all([first.close(), second.close()])
  const record = await store.get({ clientId, sellerId: '~data-keys' })
  const [key] = JSON.parse(record?.body ?? '').dataKeys
  expect(key.provider).to.equal(provider.name)
  return key.wrapped
}

/** The failure of a process that finds its key manager failing. */
export async function failureOf(provider: KeyProvider): Promise<KeyManagerUnavailableError> {
  const store = new MemoryTokenStore()
  const sellers = new SellerTokens({ client, store, encryptionKeys: [provider] })
  const error = await sellers.checkKeys().then(
    () => undefined,
    (failure: unknown) => failure,
  )
  await sellers.close()
  expect(error).to.be.instanceOf(KeyManagerUnavailableError)
  return error as KeyManagerUnavailableError
}

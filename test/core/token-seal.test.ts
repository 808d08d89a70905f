import { createDecipheriv, createHash } from 'node:crypto'
import { expect } from 'chai'
import {
  createClient,
  MemoryTokenStore,
  SellerTokens,
  TokenIntegrityError,
  TokenSet,
} from 'mercadopago-oauth'
import { application } from '../helpers/application.ts'
import { rejection } from '../helpers/errors.ts'
import { MovableClock } from '../helpers/movable-clock.ts'
import { changedRecord, storedIn } from '../helpers/stored-seller.ts'
import { tokenRecord } from '../helpers/token-record.ts'

const key = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const place = { clientId: application.clientId, sellerId: '4242' }

/** APP_USR-sealed, as version 0.1.0 wrote it for this key and place. */
const sealed = 'v1.fYpIWjc0.v-L4g3MfX4eP72Yw.TOoZ31dxO-3sQte0dFbKU2li49bSe8nF2sSm1KL0'

describe('a sealed token', () => {
  let clock: MovableClock
  let store: MemoryTokenStore
  beforeEach(() => {
    clock = new MovableClock()
    store = new MemoryTokenStore({ clock: clock.read })
  })

  function sellers(): SellerTokens {
    return new SellerTokens({
      client: createClient({ ...application, clock: clock.read }),
      store,
      encryptionKeys: [key],
      environment: 'live',
      clock: clock.read,
    })
  }

  /** What a record with this access token gives. */
  async function opened(accessToken: string): Promise<string> {
    await store.save(changedRecord(tokenRecord(place), { accessToken }), undefined)
    return await sellers().accessToken('4242')
  }

  it('F04: opens with the releases to come', async () => {
    expect(await opened(sealed)).to.equal('APP_USR-sealed')
  })

  it('F01: is AES-256-GCM, bound to its key, application, seller, environment and field', async () => {
    const expiresAt = clock.after(3600)
    const fields = { accessToken: 'APP_USR-1', expiresAt, scope: [], sellerId: '4242' }

    await sellers().link(new TokenSet(fields))

    const { accessToken } = await storedIn(store, place)
    const [version, keyId, nonce = '', rest = ''] = accessToken.split('.')
    const bytes = Buffer.from(rest, 'base64url')
    const digest = createHash('sha256').update('key id').update(key).digest('base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
    decipher.setAAD(Buffer.from(`["v1","${keyId}","1234567890123456","4242","live","accessToken"]`))
    decipher.setAuthTag(bytes.subarray(-16))
    const text = decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
    expect([version, keyId, text]).to.deep.equal(['v1', digest.slice(0, 8), 'APP_USR-1'])
  })

  for (const [what, text, keyId] of [
    ['with something before it', `x${sealed}`, undefined],
    ['with something after it', `${sealed}.A`, undefined],
    ['with a line end after it', `${sealed}\n`, undefined],
    ['that is none', 'APP_USR-plain', undefined],
    ['that is empty', '', undefined],
    ['of another key', sealed.replace('fYpIWjc0', 'AAAAAAAA'), 'AAAAAAAA'],
    ['that was changed', `${sealed.slice(0, -2)}AA`, 'fYpIWjc0'],
  ] as const) {
    it(`F01: ${what} does not open, and is said to be of key ${keyId ?? 'none'}`, async () => {
      const error = await rejection(opened(text), TokenIntegrityError)

      expect(error).to.include({ code: 'token_undecryptable', status: 500, keyId })
    })
  }
})

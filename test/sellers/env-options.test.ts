import { expect } from 'chai'
import { MemoryTokenStore, optionsFromEnv, SellerTokens } from 'mercadopago-oauth'
import { thrown } from '../helpers/errors.ts'

const keys = [0x10, 0xf0].map((first) =>
  Buffer.from(Array.from({ length: 32 }, (_, index) => first + (index % 16))).toString('base64'),
)
const env = {
  MERCADOPAGO_CLIENT_ID: '1234567890123456',
  MERCADOPAGO_CLIENT_SECRET: 'the-secret-of-the-application-01',
  MERCADOPAGO_REDIRECT_URI: 'https://app.example/callback',
  MERCADOPAGO_ENCRYPTION_KEYS: keys.join(','),
}

describe('optionsFromEnv()', () => {
  it('makes the client of the application at Mercado Pago, and the keys', () => {
    const { client, encryptionKeys } = optionsFromEnv(env)

    expect(client).to.include({
      clientId: '1234567890123456',
      hasSecret: true,
      redirectUri: 'https://app.example/callback',
    })
    expect(client.provider.tokenEndpoint).to.equal('https://api.mercadopago.com/oauth/token')
    expect(encryptionKeys).to.deep.equal(keys)
  })

  it('uses a sandbox in place of Mercado Pago where there is one', () => {
    const { client } = optionsFromEnv({ ...env, MERCADOPAGO_SANDBOX: 'http://localhost:4400' })

    expect(client.provider).to.include({
      authorizationEndpoint: 'http://localhost:4400/authorization',
      tokenEndpoint: 'http://localhost:4400/oauth/token',
    })
  })

  it('uses no sandbox where the variable is empty', () => {
    const { client } = optionsFromEnv({ ...env, MERCADOPAGO_SANDBOX: '' })

    expect(client.provider.tokenEndpoint).to.equal('https://api.mercadopago.com/oauth/token')
  })

  it('takes blanks around the commas away', () => {
    const { encryptionKeys } = optionsFromEnv({
      ...env,
      MERCADOPAGO_ENCRYPTION_KEYS: keys.join(' , '),
    })

    expect(encryptionKeys).to.deep.equal(keys)
  })

  it('is all that SellerTokens needs beside a store', () => {
    const sellers = new SellerTokens({ ...optionsFromEnv(env), store: new MemoryTokenStore() })

    expect(sellers.client.clientId).to.equal('1234567890123456')
  })

  for (const name of Object.keys(env)) {
    for (const [what, value] of [
      ['missing', undefined],
      ['empty', ''],
    ] as const) {
      it(`refuses an environment in which ${name} is ${what}`, () => {
        const error = thrown(() => optionsFromEnv({ ...env, [name]: value }), TypeError)

        expect(error).to.include({
          code: 'ERR_INVALID_ARG_TYPE',
          option: name,
          message: `"${name}" must be set in the environment`,
        })
      })
    }
  }

  it('refuses what is no environment', () => {
    const error = thrown(() => optionsFromEnv(undefined as never), TypeError)

    expect(error).to.include({ code: 'ERR_INVALID_ARG_TYPE', option: 'env' })
  })
})

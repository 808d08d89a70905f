import { inspect } from 'node:util'
import { expect } from 'chai'
import { createClient, type MercadoLibreCountry, mercadoLibreProvider } from 'mercadopago-oauth'
import nock from 'nock'
import { application } from '../helpers/application.ts'
import { misuse } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

describe('mercadoLibreProvider()', () => {
  withoutNetwork()

  const hosts: Record<MercadoLibreCountry, string> = {
    AR: 'auth.mercadolibre.com.ar',
    BR: 'auth.mercadolivre.com.br',
    CL: 'auth.mercadolibre.cl',
    CO: 'auth.mercadolibre.com.co',
    MX: 'auth.mercadolibre.com.mx',
    PE: 'auth.mercadolibre.com.pe',
    UY: 'auth.mercadolibre.com.uy',
  }
  for (const country of Object.keys(hosts) as MercadoLibreCountry[]) {
    it(`sends ${country} to ${hosts[country]}, and no other endpoint elsewhere`, () => {
      const { profile, authorizationUrlOf, ...settings } = mercadoLibreProvider({ country })
      expect(settings).to.deep.equal({
        name: 'mercadolibre',
        authorizationEndpoint: `https://${hosts[country]}/authorization`,
        tokenEndpoint: 'https://api.mercadolibre.com/oauth/token',
        userInfoEndpoint: 'https://api.mercadolibre.com/users/me',
        clientAuthentication: 'client_secret_post',
        sellerIdMember: 'user_id',
      })
    })
  }

  for (const country of ['__proto__', 'toString', 'br', '', 'evil.example/', undefined, ['BR']]) {
    it(`C05: refuses the country ${inspect(country)}`, () => {
      expect(misuse(() => mercadoLibreProvider({ country: country as never }))).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message: '"country" must be one of AR, BR, CL, CO, MX, PE, UY',
      })
    })
  }

  it('must be told a country', () => {
    expect(misuse(() => mercadoLibreProvider(undefined as never))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"options" must be an object',
    })
  })

  it('sends no platform_id', () => {
    const client = createClient({
      ...application,
      provider: mercadoLibreProvider({ country: 'BR' }),
    })
    const url = new URL(
      client.authorizationUrl({ state: 'the-state', codeChallenge: 'the-challenge' }),
    )
    expect(url.origin + url.pathname).to.equal('https://auth.mercadolivre.com.br/authorization')
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      response_type: 'code',
      client_id: application.clientId,
      redirect_uri: application.redirectUri,
      state: 'the-state',
      code_challenge: 'the-challenge',
      code_challenge_method: 'S256',
    })
  })

  it('reads a token response, which holds no public key and ends after 6 hours', async () => {
    const now = new Date('2026-11-21T12:00:00.000Z')
    const provider = mercadoLibreProvider({ country: 'AR' })
    const client = createClient({ ...application, provider, clock: () => now })
    nock('https://api.mercadolibre.com').post('/oauth/token').reply(200, {
      access_token: 'APP_USR-libre',
      token_type: 'Bearer',
      expires_in: 21600,
      scope: 'offline_access read write',
      user_id: 8035443,
      refresh_token: 'TG-libre',
    })
    const tokens = await client.authorizationCodeGrant({
      code: 'TG-code',
      codeVerifier: 'v'.repeat(43),
    })
    expect(tokens.accessToken).to.equal('APP_USR-libre')
    expect(tokens.refreshToken).to.equal('TG-libre')
    expect(tokens.expiresAt).to.deep.equal(new Date('2026-11-21T18:00:00.000Z'))
    expect(tokens.sellerId).to.equal('8035443')
    expect(tokens.publicKey).to.equal(undefined)
    expect(tokens.liveMode).to.equal(undefined)
  })

  it('ends an authorization by deleting it with the seller’s token', async () => {
    const client = createClient({
      ...application,
      provider: mercadoLibreProvider({ country: 'AR' }),
    })
    const ended = nock('https://api.mercadolibre.com')
      .matchHeader('authorization', 'Bearer APP_USR-libre')
      .delete(`/users/8035443/applications/${application.clientId}`)
      .reply(200, {})
    expect(await client.revoke({ sellerId: '8035443', accessToken: 'APP_USR-libre' })).to.equal(
      true,
    )
    expect(ended.isDone()).to.equal(true)
  })
})

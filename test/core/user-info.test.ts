import { expect } from 'chai'
import {
  createClient,
  mercadoPagoProvider,
  ReauthorizationRequiredError,
  TokenResponseError,
  UpstreamUnavailableError,
  userInfo as userInfoOf,
} from 'mercadopago-oauth'
import nock from 'nock'
import { application } from '../helpers/application.ts'
import { asyncMisuse, printed, rejection } from '../helpers/errors.ts'
import { withoutNetwork } from '../helpers/nock.ts'

const client = createClient(application)

/** The profile endpoint, reached with the token in the header and nowhere else. */
function usersMe(): nock.Interceptor {
  return nock('https://api.mercadopago.com')
    .matchHeader('authorization', 'Bearer canary-access-token')
    .get('/users/me')
}

function userInfo() {
  return client.userInfo('canary-access-token')
}

describe('client.userInfo()', () => {
  withoutNetwork()

  it('maps the profile of a seller', async () => {
    const response = {
      id: 987654321,
      nickname: 'TIENDA DE ANA',
      first_name: 'Ana',
      last_name: 'Díaz',
      email: 'ana@shop.example',
      country_id: 'AR',
      site_id: 'MLA',
      logo: 'https://pictures.example/logo.png',
      thumbnail: { picture_url: 'https://pictures.example/ana.png' },
      tags: ['normal'],
    }
    usersMe().reply(200, response)

    expect(await userInfo()).to.deep.equal({
      id: '987654321',
      displayName: 'Ana Díaz',
      nickname: 'TIENDA DE ANA',
      firstName: 'Ana',
      lastName: 'Díaz',
      email: 'ana@shop.example',
      photo: 'https://pictures.example/ana.png',
      countryId: 'AR',
      siteId: 'MLA',
      json: response,
      raw: JSON.stringify(response),
    })
  })

  it('has no key for what the response leaves out, or leaves blank', async () => {
    const response = { id: '42', nickname: '', first_name: null, email: '  ', thumbnail: 'none' }
    usersMe().reply(200, response)

    expect(await userInfo()).to.deep.equal({
      id: '42',
      json: response,
      raw: JSON.stringify(response),
    })
  })

  it('shows the nickname where there is no name', async () => {
    usersMe().reply(200, { id: 1, nickname: ' ANA ' })

    expect((await userInfo()).displayName).to.equal('ANA')
  })

  it('shows one name where there is only one', async () => {
    usersMe().reply(200, { id: 1, last_name: 'Díaz', nickname: 'ANA' })

    expect((await userInfo()).displayName).to.equal('Díaz')
  })

  it('shows the logo where there is no picture', async () => {
    usersMe().reply(200, { id: 1, thumbnail: null, logo: 'https://pictures.example/logo.png' })

    expect((await userInfo()).photo).to.equal('https://pictures.example/logo.png')
  })

  for (const id of [undefined, null, 0, -1, 1.5, 2 ** 53, '', '0', 'abc', {}, [1]]) {
    it(`refuses a profile with the id ${JSON.stringify(id)}`, async () => {
      usersMe().reply(200, { id, nickname: 'ANA' })

      expect((await rejection(userInfo(), TokenResponseError)).code).to.equal(
        'token_response_invalid',
      )
    })
  }

  for (const [what, status, body] of [
    ['an HTML page', 200, '<html>'],
    ['an array', 200, [{ id: 1 }]],
    ['HTTP 201', 201, { id: 1 }],
    ['a redirect', 302, { id: 1 }],
    ['HTTP 403', 403, { error: 'forbidden', message: 'canary' }],
    ['HTTP 404', 404, { id: 1 }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      usersMe().reply(status, body, { location: 'https://evil.example/canary' })

      const error = await rejection(userInfo(), TokenResponseError)

      expect(error.code).to.equal('token_response_invalid')
      expect(error.status).to.equal(502)
      expect(error.upstreamStatus).to.equal(status)
      expect(printed(error)).to.not.include('canary')
    })
  }

  it('asks for a new authorization when the token is not accepted', async () => {
    usersMe().reply(401, { message: 'canary', error: 'unauthorized' })

    const error = await rejection(userInfo(), ReauthorizationRequiredError)

    expect(error.code).to.equal('reauthorization_required')
    expect(error.reason).to.equal('revoked')
    expect(error.upstreamStatus).to.equal(401)
    expect(printed(error)).to.not.include('canary')
  })

  it('passes on that the provider fails', async () => {
    usersMe().reply(502, 'canary')

    const error = await rejection(userInfo(), UpstreamUnavailableError)

    expect(error.code).to.equal('upstream_unavailable')
    expect(error.upstreamStatus).to.equal(502)
  })

  it('passes on that the provider asks to wait', async () => {
    usersMe().reply(429, 'local_rate_limited', { 'retry-after': '7' })

    const error = await rejection(userInfo(), UpstreamUnavailableError)

    expect(error.code).to.equal('upstream_rate_limited')
    expect(error.retryAfterSeconds).to.equal(7)
  })

  for (const [wrong, code, message] of [
    [undefined, 'ERR_INVALID_ARG_TYPE', '"accessToken" must be a string'],
    ['', 'ERR_INVALID_ARG_VALUE', '"accessToken" must not be empty'],
  ] as const) {
    it(`sends nothing for the access token ${JSON.stringify(wrong)}`, async () => {
      expect(await asyncMisuse(client.userInfo(wrong as never))).to.deep.equal({ code, message })
    })
  }

  it('says so where the provider has no profile', async () => {
    const { userInfoEndpoint: _, ...provider } = mercadoPagoProvider()

    expect(
      await asyncMisuse(createClient({ ...application, provider }).userInfo('a')),
    ).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"provider.userInfoEndpoint" must be set to read a profile',
    })
  })
})

describe('userInfo()', () => {
  withoutNetwork()

  it('reads the profile without an application', async () => {
    usersMe().reply(200, { id: 4242, nickname: 'TETE4242' })

    const {
      raw: _raw,
      json: _json,
      ...profile
    } = await userInfoOf({
      accessToken: 'canary-access-token',
    })

    expect(profile).to.deep.include({ id: '4242', displayName: 'TETE4242', nickname: 'TETE4242' })
  })

  it('refuses what it cannot use, before it sends anything', async () => {
    const { userInfoEndpoint: _, ...without } = mercadoPagoProvider()
    const accessToken = 'canary-access-token'

    expect(await asyncMisuse(userInfoOf({} as never))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"accessToken" must be a string',
    })
    expect(await asyncMisuse(userInfoOf({ accessToken, provider: without }))).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"provider.userInfoEndpoint" must be set to read a profile',
    })
    expect(
      await asyncMisuse(
        userInfoOf({
          accessToken,
          provider: { ...mercadoPagoProvider(), userInfoEndpoint: 'http://profile.example' },
        }),
      ),
    ).to.include({ code: 'ERR_INVALID_ARG_VALUE' })
  })
})

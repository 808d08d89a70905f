import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  authorizationUrl,
  exchange,
  parameter,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

const unauthorized = {
  status: 401,
  body: {
    status: 401,
    error: 'unauthorized',
    message: 'invalid access token',
    code: 'UNAUTHORIZED',
  },
}

describe('sandbox: GET /users/me', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({ applications: [{ redirectUris: [redirectUri] }] })
  })

  afterEach(() => sandbox.close())

  function me(authorization?: string): Promise<Response> {
    const headers = authorization === undefined ? {} : { authorization }
    return fetch(sandbox.endpoints.userInfoEndpoint, { headers })
  }

  async function accessToken(): Promise<string> {
    return tokenOf(exchange(sandbox, await approvedCode(sandbox)), 'access_token')
  }

  it('responds with the profile of the seller', async () => {
    expect(await seen(me(`Bearer ${await accessToken()}`))).to.deep.equal({
      status: 200,
      body: {
        id: 700100001,
        nickname: 'PANADERIA_ANA',
        registration_date: '2019-03-04T12:00:00.000Z',
        first_name: 'Ana',
        last_name: 'Benítez',
        country_id: 'AR',
        site_id: 'MLA',
        email: 'ana@seller.example',
        user_type: 'normal',
        tags: ['normal', 'test_user'],
        thumbnail: { picture_url: 'https://pictures.example/700100001.png' },
      },
    })
  })

  it('leaves out what an account does not have', async () => {
    const back = await sandbox.approve(authorizationUrl(sandbox), { seller: 700500005 })
    const token = await tokenOf(exchange(sandbox, parameter(back, 'code')), 'access_token')

    expect(await seen(me(`Bearer ${token}`))).to.deep.equal({
      status: 200,
      body: {
        id: 700500005,
        nickname: 'LIBROS_DEL_SUR',
        country_id: 'CL',
        site_id: 'MLC',
        user_type: 'normal',
        tags: ['normal', 'test_user'],
      },
    })
  })

  it("responds with the application's owner for its own token", async () => {
    const token = await tokenOf(
      postToken(sandbox, { grant_type: 'client_credentials' }),
      'access_token',
    )

    const { body } = await seen(me(`Bearer ${token}`))

    expect(body).to.have.property('id', 700000000)
  })

  it('refuses no token, another scheme, and a token that never was', async () => {
    const token = await accessToken()

    expect(await seen(me())).to.deep.equal(unauthorized)
    expect(await seen(me(token))).to.deep.equal(unauthorized)
    expect(await seen(me(`Basic ${token}`))).to.deep.equal(unauthorized)
    expect(await seen(me(`Bearer ${token}0`))).to.deep.equal(unauthorized)
  })

  it('does not read a token from the query', async () => {
    const token = await accessToken()

    const response = fetch(`${sandbox.endpoints.userInfoEndpoint}?access_token=${token}`)

    expect(await seen(response)).to.deep.equal(unauthorized)
  })

  it('knows a token for 180 days', async () => {
    const token = await accessToken()

    sandbox.clock.advance({ days: 179, hours: 23, minutes: 59, seconds: 59 })
    const early = await me(`Bearer ${token}`)
    sandbox.clock.advance({ seconds: 1 })

    expect(early.status).to.equal(200)
    expect(await seen(me(`Bearer ${token}`))).to.deep.equal(unauthorized)
  })

  it("knows an application's own token for six hours", async () => {
    const token = await tokenOf(
      postToken(sandbox, { grant_type: 'client_credentials' }),
      'access_token',
    )

    sandbox.clock.advance({ hours: 5, minutes: 59, seconds: 59 })
    const early = await me(`Bearer ${token}`)
    sandbox.clock.advance({ seconds: 1 })

    expect(early.status).to.equal(200)
    expect(await seen(me(`Bearer ${token}`))).to.deep.equal(unauthorized)
  })

  it('keeps the old access token alive after a renewal', async () => {
    const { access_token, refresh_token } = Object(
      (await seen(exchange(sandbox, await approvedCode(sandbox)))).body,
    )
    await postToken(sandbox, { grant_type: 'refresh_token', refresh_token })

    expect((await me(`Bearer ${access_token}`)).status).to.equal(200)
  })
})

import { expect } from 'chai'
import { createSandbox, type Sandbox } from 'mercadopago-oauth-sandbox'
import {
  approvedCode,
  exchange,
  invalidGrant,
  postToken,
  redirectUri,
  seen,
  tokenOf,
} from './wire.ts'

describe('sandbox: grant refresh_token', () => {
  let sandbox: Sandbox

  beforeEach(async () => {
    sandbox = await createSandbox({
      applications: [{ clientId: '1234567890123456', redirectUris: [redirectUri] }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })
  })

  afterEach(() => sandbox.close())

  async function linked(fields: Record<string, string> = {}): Promise<string> {
    return tokenOf(exchange(sandbox, await approvedCode(sandbox), fields), 'refresh_token')
  }

  function refresh(refresh_token: string, fields: Record<string, string> = {}): Promise<Response> {
    return postToken(sandbox, { grant_type: 'refresh_token', refresh_token, ...fields })
  }

  it('responds with a new pair', async () => {
    const old = await linked()
    sandbox.clock.advance({ hours: 20 })

    const { status, body } = await seen(refresh(old))

    expect(status).to.equal(200)
    const { access_token, refresh_token, public_key, ...rest } = Object(body)
    expect(access_token).to.match(/^APP_USR-1234567890123456-031003-[0-9a-f]{32}-700100001$/)
    expect(refresh_token).to.match(/^TG-[0-9a-f]{24}-700100001$/)
    expect(refresh_token).to.not.equal(old)
    expect(public_key).to.match(/^APP_USR-[0-9a-f-]{36}$/)
    expect(rest).to.deep.equal({
      token_type: 'Bearer',
      expires_in: 15552000,
      scope: 'offline_access read write',
      user_id: 700100001,
      live_mode: true,
    })
  })

  it('takes a refresh token once, and then the new one', async () => {
    const old = await linked()
    const renewed = await tokenOf(refresh(old), 'refresh_token')

    expect(await seen(refresh(old))).to.deep.equal(invalidGrant)
    expect((await refresh(renewed)).status).to.equal(200)
  })

  it('takes one of two renewals at the same time', async () => {
    const token = await linked()

    const responses = await Promise.all([refresh(token), refresh(token)])

    expect(responses.map(({ status }) => status).sort()).to.deep.equal([200, 400])
  })

  it("refuses another application's token, which its own can still use", async () => {
    const token = await linked()
    const { clientId, clientSecret } = sandbox.addApplication({})
    const credentials = { client_id: clientId, client_secret: clientSecret }

    expect(await seen(refresh(token, credentials))).to.deep.equal(invalidGrant)
    expect((await refresh(token)).status).to.equal(200)
  })

  it('takes a token a second before its 180 days are over', async () => {
    const token = await linked()
    sandbox.clock.advance({ days: 179, hours: 23, minutes: 59, seconds: 59 })

    expect((await refresh(token)).status).to.equal(200)
  })

  it('refuses a token of 180 days', async () => {
    const token = await linked()
    sandbox.clock.advance({ days: 180 })

    expect(await seen(refresh(token))).to.deep.equal(invalidGrant)
  })

  it('refuses an access token or a code in its place', async () => {
    const code = await approvedCode(sandbox)

    expect(await seen(refresh(code))).to.deep.equal(invalidGrant)
    expect(
      await seen(refresh(await tokenOf(exchange(sandbox, code), 'access_token'))),
    ).to.deep.equal(invalidGrant)
  })

  it('gives the scopes that are asked for, and a refresh token only with offline_access', async () => {
    const more = Object(
      (await seen(refresh(await linked(), { scope: 'write offline_access' }))).body,
    )
    const renewed = Object((await seen(refresh(more.refresh_token))).body)
    const less = Object((await seen(refresh(renewed.refresh_token, { scope: 'read' }))).body)

    expect([more.scope, renewed.scope]).to.deep.equal(Array(2).fill('offline_access write'))
    expect(renewed).to.have.property('refresh_token')
    expect(less).to.have.property('error', 'invalid_scope')
    const least = Object((await seen(refresh(renewed.refresh_token, { scope: 'write' }))).body)
    expect(least).to.have.property('scope', 'write')
    expect(least).to.not.have.property('refresh_token')
  })

  it('keeps a test grant a test grant', async () => {
    const token = await linked({ test_token: 'true' })

    const { body } = await seen(refresh(token))

    expect(body).to.have.property('live_mode', false)
  })
})

describe('sandbox: grant client_credentials', () => {
  it("gives six hours for the application's own account, and no refresh token", async () => {
    const sandbox = await createSandbox({
      applications: [{ clientId: '1234567890123456' }],
      startAt: new Date('2026-03-09T07:30:00Z'),
    })

    const { status, body } = await seen(postToken(sandbox, { grant_type: 'client_credentials' }))
    await sandbox.close()

    expect(status).to.equal(200)
    const { access_token, ...rest } = Object(body)
    expect(access_token).to.match(/^APP_USR-1234567890123456-030907-[0-9a-f]{32}-700000000$/)
    expect(rest).to.deep.equal({
      token_type: 'Bearer',
      expires_in: 21600,
      scope: 'offline_access read write',
      user_id: 700000000,
      live_mode: true,
    })
  })
})

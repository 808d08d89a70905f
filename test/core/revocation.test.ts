import { expect } from 'chai'
import {
  createClient,
  type Provider,
  ReauthorizationRequiredError,
  type Revocation,
  TokenResponseError,
  UpstreamUnavailableError,
} from 'mercadopago-oauth'
import { asyncMisuse, misuse, printed, rejection } from '../helpers/errors.ts'
import { eventsOf, SellerWorld } from '../helpers/seller-world.ts'
import { changeStored } from '../helpers/stored-seller.ts'
import { json, type SeenRequest } from '../helpers/token-server.ts'

const clientId = '1234567890123456'
const clientSecret = 'canary secret & more'
const authorization: Revocation = {
  sellerId: '4242',
  accessToken: 'APP_USR-canary',
  refreshToken: 'TG-canary',
}

describe('revocation', () => {
  let world: SellerWorld

  beforeEach(async () => {
    world = await SellerWorld.open()
    world.server.reply = json({})
  })

  afterEach(() => world.close())

  /** RFC 7009. */
  function tokenRevocation(): Partial<Provider> {
    return { revocationEndpoint: `${world.server.origin}/revoke` }
  }

  /** As in the documentation of Mercado Libre. */
  function grantDeletion(): Partial<Provider> {
    return {
      authorizationUrlOf: ({ clientId, sellerId }) =>
        `${world.server.origin}/users/${sellerId}/applications/${clientId}`,
    }
  }

  function client(changes: Partial<Provider>) {
    return createClient({
      clientId,
      clientSecret,
      redirectUri: 'https://app.example/callback',
      provider: { ...world.server.provider, ...changes },
      clock: world.clock,
    })
  }

  /** Everything of a request that is ours. */
  function wire({ method, url, headers, body }: SeenRequest) {
    const { authorization, 'content-type': type } = headers
    return { method, url, authorization, type, form: Object.fromEntries(new URLSearchParams(body)) }
  }

  function sent() {
    return world.server.requests.map(wire)
  }

  describe('client.revoke()', () => {
    it('sends the refresh token and the credentials in the body', async () => {
      expect(await client(tokenRevocation()).revoke(authorization)).to.equal(true)
      expect(sent()).to.deep.equal([
        {
          method: 'POST',
          url: '/revoke',
          authorization: undefined,
          type: 'application/x-www-form-urlencoded',
          form: {
            token: 'TG-canary',
            token_type_hint: 'refresh_token',
            client_id: clientId,
            client_secret: clientSecret,
          },
        },
      ])
    })

    it('sends the credentials in HTTP Basic where the provider wants that', async () => {
      const basic = { ...tokenRevocation(), clientAuthentication: 'client_secret_basic' } as const
      expect(await client(basic).revoke(authorization)).to.equal(true)
      const pair = Buffer.from(`${clientId}:canary+secret+%26+more`).toString('base64')
      expect(sent()).to.deep.equal([
        {
          method: 'POST',
          url: '/revoke',
          authorization: `Basic ${pair}`,
          type: 'application/x-www-form-urlencoded',
          form: { token: 'TG-canary', token_type_hint: 'refresh_token' },
        },
      ])
    })

    it('sends the access token of a seller who has no other', async () => {
      const { refreshToken: _, ...alone } = authorization
      expect(await client(tokenRevocation()).revoke(alone)).to.equal(true)
      expect(sent().map(({ form }) => [form.token, form.token_type_hint])).to.deep.equal([
        ['APP_USR-canary', 'access_token'],
      ])
    })

    it('deletes the authorization where that has a URL, with the token in the header', async () => {
      expect(await client(grantDeletion()).revoke(authorization)).to.equal(true)
      expect(sent()).to.deep.equal([
        {
          method: 'DELETE',
          url: `/users/4242/applications/${clientId}`,
          authorization: 'Bearer APP_USR-canary',
          type: undefined,
          form: {},
        },
      ])
    })

    it('does both where there are both, and needs both to agree', async () => {
      const both = client({ ...tokenRevocation(), ...grantDeletion() })
      expect(await both.revoke(authorization)).to.equal(true)
      expect(new Set(sent().map(({ method }) => method))).to.deep.equal(new Set(['POST', 'DELETE']))
      world.server.reply = (response, request) =>
        json({}, request.method === 'POST' ? 200 : 404)(response, request)
      expect(await both.revoke(authorization)).to.equal(false)
    })

    it('sends nothing to Mercado Pago, which documents no revocation', async () => {
      expect(await client({}).revoke(authorization)).to.equal(false)
      expect(sent()).to.deep.equal([])
    })

    it('takes any response from 200 to 299 for a yes, and a refusal for a no', async () => {
      for (const status of [200, 204, 299, 400, 401, 404]) {
        world.server.reply = (response) => response.writeHead(status).end()
        const agreed = await client(tokenRevocation()).revoke(authorization)
        expect([status, agreed]).to.deep.equal([status, status < 300])
      }
    })

    it('follows no redirect', async () => {
      world.server.reply = (response) => response.writeHead(302, { location: '/elsewhere' }).end()
      const call = client(tokenRevocation()).revoke(authorization)
      expect((await rejection(call, TokenResponseError)).upstreamStatus).to.equal(302)
      expect(sent()).to.have.length(1)
    })

    it('tells a provider that is down, without a token or the secret', async () => {
      world.server.reply = json({ error: 'TG-canary' }, 503)
      const call = client({ ...tokenRevocation(), ...grantDeletion() }).revoke(authorization)
      const error = await rejection(call, UpstreamUnavailableError)
      expect(error.code).to.equal('upstream_unavailable')
      expect(printed(error)).not.to.include('canary')
    })

    it('names what is wrong in the settings, before anything is sent', async () => {
      expect(
        misuse(() => client({ revocationEndpoint: 'http://example.com/revoke' })),
      ).to.deep.equal({
        code: 'ERR_INVALID_ARG_VALUE',
        message:
          '"provider.revocationEndpoint" must use https (http only on localhost, 127.0.0.1 or [::1])',
      })
      const provider = { authorizationUrlOf: 'https://example.com' } as unknown as Partial<Provider>
      expect(misuse(() => client(provider)).message).to.equal(
        '"provider.authorizationUrlOf" must be a function',
      )
      const insecure = client({ authorizationUrlOf: () => 'http://example.com/4242' })
      expect((await asyncMisuse(insecure.revoke(authorization))).message).to.match(
        /^"authorizationUrlOf" must use https/,
      )
      const nothing = { ...authorization, accessToken: '' }
      expect((await asyncMisuse(client(tokenRevocation()).revoke(nothing))).message).to.equal(
        '"accessToken" must not be empty',
      )
      expect(sent()).to.deep.equal([])
    })
  })

  describe('unlink()', () => {
    async function linked(changes: Partial<Provider>) {
      const machine = world.machine({ client: client(changes) })
      await machine.link(world.tokens())
      return { machine, events: eventsOf(machine) }
    }

    it('revokes the refresh token, once the seller is removed', async () => {
      const { machine, events } = await linked(tokenRevocation())
      let statusThen: unknown
      world.server.reply = async (response, request) => {
        statusThen = await world.machine().status('4242')
        json({})(response, request)
      }
      await machine.unlink('4242')
      expect(sent().map(({ url, form }) => [url, form.token])).to.deep.equal([['/revoke', 'TG-1']])
      expect(statusThen).to.equal(undefined)
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: true }]])
    })

    it('deletes the authorization with the access token', async () => {
      const { machine, events } = await linked(grantDeletion())
      await machine.unlink('4242')
      expect(sent().map(({ method, authorization }) => [method, authorization])).to.deep.equal([
        ['DELETE', 'Bearer APP_USR-1'],
      ])
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: true }]])
    })

    it('deletes the authorization with a renewed access token when the one at hand has ended', async () => {
      const { machine, events } = await linked(grantDeletion())
      world.advanceDays(180)
      world.server.reply = (response, request) => {
        if (request.url === '/oauth/token') world.provider.rotate(response, request)
        else json({})(response, request)
      }
      await machine.unlink('4242')
      expect(
        sent().map(({ method, url, authorization, form }) => [
          `${method} ${url}`,
          authorization ?? form.refresh_token,
        ]),
      ).to.deep.equal([
        ['POST /oauth/token', 'TG-1'],
        [`DELETE /users/4242/applications/${clientId}`, 'Bearer APP_USR-2'],
      ])
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: true }]])
    })

    it('deletes nothing when the renewal for it is refused', async () => {
      const { machine, events } = await linked(grantDeletion())
      world.advanceDays(180)
      world.server.reply = json({ error: 'invalid_grant' }, 400)
      await machine.unlink('4242')
      expect(sent().map(({ url }) => url)).to.deep.equal(['/oauth/token'])
      expect(await machine.status('4242')).to.equal(undefined)
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
    })

    it('revokes a refresh token without a renewal, although the access token has ended', async () => {
      const { machine } = await linked(tokenRevocation())
      world.advanceDays(180)
      await machine.unlink('4242')
      expect(sent().map(({ url, form }) => [url, form.token])).to.deep.equal([['/revoke', 'TG-1']])
    })

    it('sends nothing where there is no revocation, or no such seller', async () => {
      const { machine, events } = await linked({})
      await machine.unlink('4242')
      const revoking = await linked(tokenRevocation())
      await revoking.machine.unlink('99')
      expect(sent()).to.deep.equal([])
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
      expect(revoking.events).to.deep.equal([['unlinked', { sellerId: '99', revoked: false }]])
    })

    const failures = { 'is down': 503, 'asks for patience': 429, refuses: 400 }
    for (const [what, status] of Object.entries(failures)) {
      it(`removes the seller although the provider ${what}`, async () => {
        const { machine, events } = await linked(tokenRevocation())
        world.server.reply = json({}, status)
        await machine.unlink('4242')
        expect(await machine.status('4242')).to.equal(undefined)
        expect(sent()).to.have.length(1)
        expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
      })
    }

    it("says that the seller is removed, even when the provider's own function is wrong", async () => {
      const { machine, events } = await linked({ authorizationUrlOf: () => 'http://api.example' })
      const error = await machine.unlink('4242').catch((one: unknown) => one)
      expect(error).to.be.instanceOf(TypeError)
      expect(await machine.status('4242')).to.equal(undefined)
      expect(events).to.deep.equal([['unlinked', { sellerId: '4242', revoked: false }]])
    })

    it('removes a seller whose tokens cannot be opened, and revokes nothing', async () => {
      const { machine, events } = await linked(tokenRevocation())
      await changeStored(world.store, world.sellerKey, { accessToken: 'garbage' })
      await machine.unlink('4242')
      expect(await machine.status('4242')).to.equal(undefined)
      expect(sent()).to.deep.equal([])
      expect(events).to.deep.equal([
        ['integrityFailure', { sellerId: '4242', keyId: undefined }],
        ['unlinked', { sellerId: '4242', revoked: false }],
      ])
    })

    it('E19: the pair that a renewal gets after the seller was removed is revoked, too', async () => {
      const { machine } = await linked(tokenRevocation())
      const other = world.machine({ client: client(tokenRevocation()) })
      world.advanceDays(151)
      world.server.reply = async (response, request) => {
        if (request.url === '/revoke') return json({})(response, request)
        await other.unlink('4242')
        world.provider.rotate(response, request)
      }
      const error = await rejection(machine.accessToken('4242'), ReauthorizationRequiredError)
      expect(error.reason).to.equal('not_linked')
      expect(sent().map(({ url, form }) => [url, form.token ?? form.refresh_token])).to.deep.equal([
        ['/oauth/token', 'TG-1'],
        ['/revoke', 'TG-1'],
        ['/revoke', 'TG-2'],
      ])
    })

    it('E19: the pair is dropped all the same when it cannot be revoked', async () => {
      const { machine } = await linked(tokenRevocation())
      const other = world.machine({ client: client({}) })
      world.advanceDays(151)
      world.server.reply = async (response, request) => {
        if (request.url === '/revoke') return json({}, 503)(response, request)
        await other.unlink('4242')
        world.provider.rotate(response, request)
      }
      const error = await rejection(machine.accessToken('4242'), ReauthorizationRequiredError)
      expect(error.reason).to.equal('not_linked')
      expect(await machine.status('4242')).to.equal(undefined)
    })

    it('E19: the pair is not revoked when the seller linked again meanwhile', async () => {
      const { machine } = await linked(tokenRevocation())
      const other = world.machine({ client: client({}) })
      world.advanceDays(151)
      world.server.reply = async (response, request) => {
        await other.unlink('4242')
        await other.link(world.tokens({ accessToken: 'APP_USR-new', refreshToken: 'TG-new' }))
        world.provider.rotate(response, request)
      }
      expect(await machine.accessToken('4242')).to.equal('APP_USR-new')
      expect(sent().map(({ url }) => url)).to.deep.equal(['/oauth/token'])
    })
  })
})

import { expect } from 'chai'
import { MercadoPagoOAuthError, type SellerTokens } from 'mercadopago-oauth'
import { collected } from '../helpers/collected.ts'
import { rejection } from '../helpers/errors.ts'
import { eventsOf, SellerWorld } from '../helpers/seller-world.ts'
import { json, type Reply } from '../helpers/token-server.ts'

const stands = json({ id: 4242 })
const withdrawn = json({ message: 'invalid access token' }, 401)
const ofApplication = json({ access_token: 'APP_USR-app', token_type: 'Bearer', expires_in: 21600 })

/** Refusals of a refresh token that may be about its seller or about the application. */
const doubtful = [
  [400, 'unauthorized_client'],
  [400, 'invalid_scope'],
  [403, 'forbidden'],
  [400, 'seller_under_review'],
] as const

describe('a refresh token that is refused with another code than invalid_grant', () => {
  let world: SellerWorld
  let machine: SellerTokens
  let events: [string, unknown][]

  beforeEach(async () => {
    world = await SellerWorld.open()
    machine = world.machine()
    for (const sellerId of ['4242', '7']) {
      await machine.link(world.tokens({ sellerId, refreshToken: `TG-${sellerId}` }))
    }
    events = eventsOf(machine)
  })

  afterEach(() => world.close())

  /** The provider refuses every refresh token, and accepts the application's own grant. */
  function refuse(status: number, error: string, own: Reply = ofApplication): void {
    world.server.reply = (response, request) => {
      const isOwn = new URLSearchParams(request.body).get('grant_type') === 'client_credentials'
      ;(isOwn ? own : json({ error, message: '' }, status))(response, request)
    }
  }

  function asked(): string[] {
    return world.server.requests.map(
      ({ url, body }) => new URLSearchParams(body).get('grant_type') ?? url,
    )
  }

  async function codeOf(call: Promise<unknown>): Promise<string> {
    return (await rejection(call, MercadoPagoOAuthError)).code
  }

  for (const [status, error] of doubtful) {
    describe(`${error} (${status})`, () => {
      it('K05: leaves a seller whose access token is accepted, and blames nobody else', async () => {
        refuse(status, error)
        world.server.profile = stands
        world.advanceDays(151)
        expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
        expect(asked()).to.deep.equal(['refresh_token', '/users/me'])
        expect(events.map(([name]) => name)).to.deep.equal(['renewalFailed'])
        expect((await machine.status('4242'))?.isLinked).to.equal(true)
        expect(await codeOf(machine.renew('4242'))).to.equal('renewal_refused')
      })

      it('K05: marks a seller whose access token is refused, too', async () => {
        refuse(status, error)
        world.server.profile = withdrawn
        world.advanceDays(151)
        expect(await codeOf(machine.renew('4242'))).to.equal('reauthorization_required')
        expect(asked()).to.deep.equal(['refresh_token', '/users/me'])
        const revoked = { sellerId: '4242', reason: 'revoked' }
        expect(events).to.deep.equal([['reauthorizationRequired', revoked]])
        expect((await machine.status('7'))?.isLinked).to.equal(true)
      })

      it('K05: calls it the application’s fault when a second seller is refused alike', async () => {
        refuse(status, error)
        world.server.profile = stands
        world.advanceDays(151)
        const outcomes = await collected(machine.renewDue({ concurrency: 1 }))
        expect(outcomes.map((one) => !one.renewed && one.error.code)).to.deep.equal([
          'renewal_refused',
          'client_rejected',
        ])
        for (const sellerId of ['4242', '7']) {
          expect((await machine.status(sellerId))?.isLinked, sellerId).to.equal(true)
        }
      })

      it('K05: marks a seller whose access token expired when the application itself is in order', async () => {
        refuse(status, error)
        world.advanceDays(181)
        expect(await codeOf(machine.accessToken('4242'))).to.equal('reauthorization_required')
        expect(asked()).to.deep.equal(['refresh_token', 'client_credentials'])
        expect((await machine.status('4242'))?.lostReason).to.equal('revoked')
      })

      it('K05: marks nobody when the application itself is refused', async () => {
        refuse(status, error, json({ error: 'unauthorized_client' }, 400))
        world.advanceDays(181)
        expect(await codeOf(machine.accessToken('4242'))).to.equal('client_rejected')
        expect((await machine.status('4242'))?.lostReason).to.equal(undefined)
        expect(events.map(([name]) => name)).to.deep.equal(['renewalFailed'])
      })
    })
  }

  it('K05: marks nobody while the provider cannot be asked', async () => {
    refuse(400, 'unauthorized_client')
    world.server.profile = json({}, 503)
    world.advanceDays(151)
    expect(await codeOf(machine.renew('4242'))).to.equal('upstream_unavailable')
    expect((await machine.status('4242'))?.lostReason).to.equal(undefined)
  })

  it('K05: a renewal that works ends the doubt', async () => {
    world.server.profile = stands
    world.advanceDays(151)
    refuse(400, 'unauthorized_client')
    expect(await codeOf(machine.renew('4242'))).to.equal('renewal_refused')
    world.provider.current = 'TG-7'
    world.provider.changes = { user_id: 7 }
    world.server.reply = world.provider.rotate
    await machine.renew('7')
    refuse(400, 'unauthorized_client')
    expect(await codeOf(machine.renew('7'))).to.equal('renewal_refused')
  })

  for (const error of ['invalid_client', 'unauthorized_application', 'unsupported_grant_type']) {
    it(`D04: ${error} is the application’s fault at once`, async () => {
      refuse(400, error)
      world.advanceDays(151)
      expect(await codeOf(machine.renew('4242'))).to.equal('client_rejected')
      expect(asked()).to.deep.equal(['refresh_token'])
    })
  }
})

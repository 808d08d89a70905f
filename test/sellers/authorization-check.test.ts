import { EventEmitter, once } from 'node:events'
import { expect } from 'chai'
import {
  MercadoPagoOAuthError,
  ReauthorizationRequiredError,
  type SellerTokens,
  StoreUnavailableError,
  TokenIntegrityError,
} from 'mercadopago-oauth'
import { printed, rejection } from '../helpers/errors.ts'
import { dayMs, eventsOf, FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { changeStored, type StoredSeller, storedIn } from '../helpers/stored-seller.ts'
import { json, type Reply } from '../helpers/token-server.ts'

const key = { clientId: '1234567890123456', sellerId: '4242' }
const revoked = ['reauthorizationRequired', { sellerId: '4242', reason: 'revoked' }]

const stands = json({ id: 4242 })
const withdrawn = json({ message: 'invalid access token' }, 401)
const refused = json({ error: 'invalid_grant', message: '', status: 400, cause: [] }, 400)

describe('confirming an authorization', () => {
  let world: SellerWorld
  let machine: SellerTokens
  let events: [string, unknown][]

  beforeEach(async () => {
    world = await SellerWorld.open()
    world.server.profile = stands
    machine = world.machine()
    await machine.link(world.tokens())
    events = eventsOf(machine)
  })

  afterEach(() => world.close())

  function advanceMs(ms: number): void {
    world.now = new Date(world.now.getTime() + ms)
  }

  function record(): Promise<StoredSeller> {
    return storedIn(world.store, key)
  }

  /** What was asked at the provider, and with which token, in order. */
  function asked() {
    return world.server.requests.map(({ url, headers, body }) => [
      url,
      headers.authorization ?? new URLSearchParams(body).get('refresh_token'),
    ])
  }

  /** The seller withdraws: the provider ends all tokens. */
  function withdraw(): void {
    world.server.profile = withdrawn
    world.server.reply = refused
  }

  function reasonOf(call: Promise<unknown>): Promise<string> {
    return rejection(call, ReauthorizationRequiredError).then(({ reason }) => reason)
  }

  /** Nobody holds the seller's lease, and nobody left one behind. */
  async function expectNoLease(): Promise<void> {
    const outcome = await world.store.lease(key, 'a test', 1)
    expect([outcome.state, 'abandoned' in outcome && outcome.abandoned]).to.deep.equal([
      'leased',
      false,
    ])
  }

  it('leaves a seller whose token is taken as it was, after one read', async () => {
    const before = await record()
    const status = await machine.confirmAuthorization('4242')
    expect(status?.isLinked).to.equal(true)
    expect(asked()).to.deep.equal([['/users/me', 'Bearer APP_USR-1']])
    expect(await record()).to.deep.equal(before)
    expect(events).to.deep.equal([])
    await expectNoLease()
  })

  it('marks a seller whose tokens are refused, once, and asks no more', async () => {
    withdraw()
    const status = await machine.confirmAuthorization('4242')
    expect([status?.isLinked, status?.lostReason, status?.dueAt]).to.deep.equal([
      false,
      'revoked',
      undefined,
    ])
    expect(await reasonOf(machine.accessToken('4242'))).to.equal('revoked')
    expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('revoked')
    expect(asked()).to.deep.equal([
      ['/users/me', 'Bearer APP_USR-1'],
      ['/oauth/token', 'TG-1'],
    ])
    expect(events).to.deep.equal([revoked])
    await expectNoLease()
  })

  it('K05: leaves a seller linked whose access token is refused and whose refresh token works', async () => {
    world.server.profile = withdrawn
    expect((await machine.confirmAuthorization('4242'))?.isLinked).to.equal(true)
    expect(asked()).to.deep.equal([
      ['/users/me', 'Bearer APP_USR-1'],
      ['/oauth/token', 'TG-1'],
    ])
    expect(events.map(([name]) => name)).to.deep.equal(['renewed'])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    await expectNoLease()
  })

  it('asks about the latest token, not about one in memory', async () => {
    await machine.accessToken('4242')
    await world.machine().link(world.tokens({ accessToken: 'APP_USR-new' }))
    await machine.confirmAuthorization('4242')
    expect(asked()).to.deep.equal([['/users/me', 'Bearer APP_USR-new']])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-new')
  })

  it('asks nothing about a seller who is not linked', async () => {
    expect(await machine.confirmAuthorization('99')).to.equal(undefined)
    expect(asked()).to.deep.equal([])
    expect(events).to.deep.equal([])
  })

  for (const lostReason of ['revoked', 'expired'] as const) {
    it(`waits for nobody when the authorization is known to be ${lostReason}`, async () => {
      await changeStored(world.store, key, { lostReason, dueAt: null })
      await world.store.lease(key, 'another machine', 600_000)
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal(lostReason)
      expect(asked()).to.deep.equal([])
    })
  }

  it('marks once when several machines ask at the same time', async () => {
    withdraw()
    const other = world.machine()
    const othersEvents = eventsOf(other)
    await Promise.all([
      machine.confirmAuthorization('4242'),
      machine.confirmAuthorization('4242'),
      other.confirmAuthorization('4242'),
    ])
    expect([...events, ...othersEvents]).to.deep.equal([revoked])
  })

  it('leaves alone a seller who links again while the provider is asked', async () => {
    const other = world.machine()
    world.server.profile = async (response, request) => {
      await other.link(world.tokens({ accessToken: 'APP_USR-new', refreshToken: 'TG-new' }))
      withdrawn(response, request)
    }
    expect((await machine.confirmAuthorization('4242'))?.isLinked).to.equal(true)
    expect(events).to.deep.equal([])
    expect(await machine.accessToken('4242')).to.equal('APP_USR-new')
  })

  it('says nothing of a seller who is unlinked while the provider is asked', async () => {
    const other = world.machine()
    world.server.profile = async (response, request) => {
      await other.unlink('4242')
      withdrawn(response, request)
    }
    expect(await machine.confirmAuthorization('4242')).to.equal(undefined)
    expect(events).to.deep.equal([])
  })

  describe('with an access token that has ended', () => {
    it('is decided by a renewal, from the last minute on', async () => {
      advanceMs(180 * dayMs - 60_001)
      await machine.confirmAuthorization('4242')
      expect(asked()).to.deep.equal([['/users/me', 'Bearer APP_USR-1']])
      advanceMs(1)
      const status = await machine.confirmAuthorization('4242')
      expect([status?.isLinked, status?.renewedAt]).to.deep.equal([true, world.now])
      expect(asked().slice(1)).to.deep.equal([['/oauth/token', 'TG-1']])
      expect(events.map(([name]) => name)).to.deep.equal(['renewed'])
      expect(await machine.accessToken('4242')).to.equal('APP_USR-2')
    })

    it('marks the seller when the renewal is refused', async () => {
      world.advanceDays(181)
      world.server.reply = refused
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('revoked')
      expect(asked()).to.deep.equal([['/oauth/token', 'TG-1']])
      expect(events).to.deep.equal([revoked])
      await expectNoLease()
    })

    it('changes no mark when the renewal cannot be made', async () => {
      world.advanceDays(181)
      world.server.reply = json({}, 500)
      const error = await rejection(machine.confirmAuthorization('4242'), MercadoPagoOAuthError)
      expect(error.code).to.equal('upstream_unavailable')
      expect((await record()).lostReason).to.equal(null)
    })
  })

  describe('of a seller with a mark or an open question', () => {
    /** A machine died after it had sent the refresh token; its lease has run out. */
    async function abandon(): Promise<void> {
      await world.store.lease(key, 'a machine that died', 30_000)
      advanceMs(30_001)
    }

    /** The next machine was refused: the pair is lost, the access token still lives. */
    async function loseRotation(): Promise<void> {
      await abandon()
      world.advanceDays(151)
      world.provider.current = 'TG-lost'
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      expect((await record()).lostReason).to.equal('rotation_lost')
      world.server.requests.length = 0
      events.length = 0
    }

    it('leaves `rotation_lost` while the access token is taken', async () => {
      await loseRotation()
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('rotation_lost')
      expect(asked()).to.deep.equal([['/users/me', 'Bearer APP_USR-1']])
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      expect(events).to.deep.equal([])
    })

    it('turns `rotation_lost` into `revoked` when the access token is refused', async () => {
      await loseRotation()
      world.server.profile = withdrawn
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('revoked')
      expect(await reasonOf(machine.accessToken('4242'))).to.equal('revoked')
      expect(events).to.deep.equal([revoked])
    })

    it('asks nothing once the pair is lost and the access token has ended: no response would tell', async () => {
      await loseRotation()
      world.advanceDays(30)
      world.server.profile = withdrawn
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('rotation_lost')
      expect(asked()).to.deep.equal([])
      expect(events).to.deep.equal([])
      await expectNoLease()
    })

    it('turns `no_offline_access` into `revoked` when the access token is refused', async () => {
      await machine.link(world.tokens({ refreshToken: undefined }))
      world.advanceDays(151)
      await rejection(machine.renew('4242'), ReauthorizationRequiredError)
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('no_offline_access')
      world.server.profile = withdrawn
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('revoked')
      expect(events.at(-1)).to.deep.equal(revoked)
    })

    it('keeps an abandoned lease, so that the next refusal still is `rotation_lost`', async () => {
      await abandon()
      expect((await machine.confirmAuthorization('4242'))?.isLinked).to.equal(true)
      world.advanceDays(151)
      world.provider.current = 'TG-lost'
      expect(await machine.accessToken('4242')).to.equal('APP_USR-1')
      expect((await record()).lostReason).to.equal('rotation_lost')
    })

    it('says `rotation_lost` itself when the renewal after an abandoned one is refused', async () => {
      await abandon()
      world.advanceDays(181)
      world.server.reply = refused
      expect((await machine.confirmAuthorization('4242'))?.lostReason).to.equal('rotation_lost')
    })
  })

  describe('that cannot be confirmed', () => {
    const failures: [string, Reply, string][] = [
      ['the provider fails', json({}, 500), 'upstream_unavailable'],
      ['the provider asks for patience', json({}, 429), 'upstream_rate_limited'],
      ['the provider forbids the read', json({}, 403), 'token_response_invalid'],
      ['the answer is no profile', json({ ok: true }), 'token_response_invalid'],
    ]
    for (const [what, reply, code] of failures) {
      it(`changes nothing when ${what}`, async () => {
        const before = await record()
        world.server.profile = reply
        const error = await rejection(machine.confirmAuthorization('4242'), MercadoPagoOAuthError)
        expect(error.code).to.equal(code)
        expect(printed(error)).not.to.match(/APP_USR-|TG-1/)
        expect(await record()).to.deep.equal(before)
        expect(events).to.deep.equal([])
        await expectNoLease()
      })
    }

    it('tells a token that cannot be opened, asks nothing, and changes nothing', async () => {
      await changeStored(world.store, key, { accessToken: 'garbage' })
      const damaged = await record()
      const error = await rejection(machine.confirmAuthorization('4242'), TokenIntegrityError)
      expect(error.code).to.equal('token_undecryptable')
      expect(asked()).to.deep.equal([])
      expect(await record()).to.deep.equal(damaged)
      expect(events).to.deep.equal([['integrityFailure', { sellerId: '4242', keyId: undefined }]])
      await expectNoLease()
    })

    it('marks nothing while the store fails, and does when asked again', async () => {
      const store = new FailingStore(world.store)
      const other = world.machine({ store: store.store })
      await other.checkKeys()
      withdraw()
      for (const method of ['lease', 'save'] as const) {
        store.failing = new Set([method])
        await rejection(other.confirmAuthorization('4242'), StoreUnavailableError)
        expect((await record()).lostReason).to.equal(null)
      }
      store.failing = new Set()
      expect((await other.confirmAuthorization('4242'))?.lostReason).to.equal('revoked')
    })
  })

  describe('during a renewal', () => {
    /** The provider holds the next token request until a test responds to it. */
    function held(): { reached: Promise<unknown>; respond: (reply: Reply) => void } {
      const asked = new EventEmitter()
      const reached = once(asked, 'request')
      let answer: (reply: Reply) => void = () => {}
      world.server.reply = (response, request) => {
        answer = (reply) => reply(response, request)
        asked.emit('request')
      }
      return { reached, respond: (reply) => answer(reply) }
    }

    for (const where of ['on the same machine', 'on another machine']) {
      describe(where, () => {
        let store: FailingStore
        let renewing: SellerTokens
        let confirming: SellerTokens
        let all: [string, unknown][]

        beforeEach(() => {
          store = new FailingStore(world.store)
          confirming = world.machine({ store: store.store })
          renewing = where === 'on the same machine' ? confirming : machine
          const both = [...new Set([renewing, confirming])]
          all = []
          for (const one of both) {
            one.on('reauthorizationRequired', (event) =>
              all.push(['reauthorizationRequired', event]),
            )
          }
          world.advanceDays(151)
        })

        /** A caller asks for the token; meanwhile a notification arrives; then the provider responds. */
        async function meanwhile(reply: Reply) {
          const { reached, respond: response } = held()
          const token = renewing.accessToken('4242').catch((error: Error) => error)
          await reached
          const leases = () => store.calls.filter((name) => name === 'lease').length
          const before = leases()
          const confirmed = confirming.confirmAuthorization('4242')
          while (leases() === before) await new Promise((resolve) => setImmediate(resolve))
          // It waits: the response that decides is not there yet.
          expect(asked()).to.deep.equal([['/oauth/token', 'TG-1']])
          world.server.reply = refused
          response(reply)
          await token
          return await confirmed
        }

        it('G09: ends as `revoked` when the provider refuses the new token, too', async () => {
          world.server.profile = withdrawn
          const status = await meanwhile(world.provider.rotate)
          expect(status?.lostReason).to.equal('revoked')
          expect(asked().slice(1)).to.deep.equal([
            ['/users/me', 'Bearer APP_USR-2'],
            ['/oauth/token', 'TG-2'],
          ])
          expect(all).to.deep.equal([revoked])
          expect(await reasonOf(confirming.accessToken('4242'))).to.equal('revoked')
        })

        it('G09: stays linked when the provider takes the new token', async () => {
          const status = await meanwhile(world.provider.rotate)
          expect(status?.isLinked).to.equal(true)
          expect(asked().slice(1)).to.deep.equal([['/users/me', 'Bearer APP_USR-2']])
          expect(all).to.deep.equal([])
          expect(await confirming.accessToken('4242')).to.equal('APP_USR-2')
        })

        it('G09: is marked once when the renewal itself is refused', async () => {
          world.server.profile = withdrawn
          const status = await meanwhile(refused)
          expect(status?.lostReason).to.equal('revoked')
          expect(asked()).to.have.length(1)
          expect(all).to.deep.equal([revoked])
        })
      })
    }
  })

  for (const [error, reason] of [
    ['invalid_grant', 'revoked'],
    ['expired_grant', 'expired'],
  ]) {
    it(`G10: after a loss without a notification (${error}), the next use says so and nothing loops`, async () => {
      const api = `${world.server.origin}/v1/payments`
      const refusal = json({ error, message: '', status: 400, cause: [] }, 400)
      world.server.reply = (response, request) =>
        (request.url === '/oauth/token' ? refusal : withdrawn)(response, request)
      advanceMs(60_001)
      expect(await reasonOf(machine.fetch('4242', api))).to.equal(reason)
      expect(asked()).to.deep.equal([
        ['/v1/payments', 'Bearer APP_USR-1'],
        ['/oauth/token', 'TG-1'],
      ])

      world.server.requests.length = 0
      const other = world.machine()
      for (const one of [machine, other]) {
        expect(await reasonOf(one.fetch('4242', api))).to.equal(reason)
        expect(await reasonOf(one.accessToken('4242'))).to.equal(reason)
        expect((await one.confirmAuthorization('4242'))?.lostReason).to.equal(reason)
      }
      world.advanceDays(200)
      for await (const outcome of machine.renewDue()) throw new Error(`renewed ${outcome.sellerId}`)
      expect(asked()).to.deep.equal([])
      expect(events).to.deep.equal([['reauthorizationRequired', { sellerId: '4242', reason }]])
    })
  }
})

import { expect } from 'chai'
import Koa from 'koa'
import { type MercadoPagoOptions, mercadoPago } from 'koa-mercadopago'
import { type SellerTokens, StoreUnavailableError } from 'mercadopago-oauth'
import { misuse } from '../helpers/errors.ts'
import { FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { signedDelivery, webhookSecret } from '../helpers/signed-delivery.ts'

describe('koa-mercadopago: notifications', () => {
  let world: SellerWorld
  let sellers: SellerTokens
  let app: Koa
  let emitted: unknown[]
  let served: ServedApp | undefined

  beforeEach(async () => {
    world = await SellerWorld.open()
    sellers = world.machine()
    await sellers.link(world.tokens())
    app = new Koa()
    emitted = []
    app.on('error', (error) => emitted.push(error))
  })

  afterEach(async () => {
    await served?.stop()
    served = undefined
    await world.close()
  })

  function options(changes: Partial<MercadoPagoOptions> = {}): MercadoPagoOptions {
    return {
      clientId: '1234567890123456',
      clientSecret: 'the-secret-of-the-application-01',
      redirectUri: 'http://127.0.0.1:1/callback',
      provider: world.server.provider,
      clock: world.clock,
      sellers,
      webhookSecret,
      ...changes,
    }
  }

  /** The status of a good notification at a path. */
  async function post(path: string, secret?: string): Promise<number> {
    served ??= await serve(app.callback())
    const ts = String(world.now.getTime())
    const { query, ...init } = signedDelivery({ ts, ...(secret && { secret }) })
    return (await fetch(`${served.origin}${path}${query}`, { method: 'POST', ...init })).status
  }

  it('routes() takes them in at /mercadopago/notifications', async () => {
    const heard: unknown[] = []
    app.use(mercadoPago(options({ onNotification: ({ id }) => void heard.push(id) })).routes())
    expect(await post('/mercadopago/notifications')).to.equal(200)
    expect(heard).to.deep.equal(['120000000001'])
    expect(world.server.requests.map(({ url }) => url)).to.deep.equal(['/users/me'])
    expect((await served?.browser.get('/mercadopago/notifications'))?.status).to.equal(200)
  })

  it('routes() takes them in where it is told', async () => {
    app.use(mercadoPago(options()).routes({ notificationsPath: '/hook' }))
    expect(await post('/mercadopago/notifications')).to.equal(404)
    expect(await post('/hook')).to.equal(200)
  })

  it('routes() has no such route without sellers, or without a secret', async () => {
    const { sellers: _, ...alone } = options()
    const { webhookSecret: __, ...unsigned } = options()
    app.use(mercadoPago(alone).routes()).use(mercadoPago(unsigned).routes())
    expect(await post('/mercadopago/notifications')).to.equal(404)
  })

  it('notifications() takes its own options before those of mercadoPago()', async () => {
    const heard: string[] = []
    const mp = mercadoPago(options({ onNotification: () => void heard.push('of the app') }))
    const onNotification = () => void heard.push('of the route')
    app.use(mp.notifications({ secret: 'another secret', onNotification }))
    expect(await post('/any')).to.equal(401)
    expect(await post('/any', 'another secret')).to.equal(200)
    expect(heard).to.deep.equal(['of the route'])
  })

  it('G07: names what is missing when the app starts', () => {
    const { webhookSecret: _, ...unsigned } = options()
    expect(misuse(() => mercadoPago(unsigned).notifications())).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"secret" must be a string',
    })
    const { sellers: __, ...alone } = options()
    expect(misuse(() => mercadoPago(alone).notifications()).message).to.equal(
      '"sellers" must be an object',
    )
    expect(misuse(() => mercadoPago(options({ webhookSecret: '' })).routes()).message).to.equal(
      '"webhookSecret" must not be empty',
    )
  })

  it('tells the app of an outage, not of a refusal', async () => {
    const store = new FailingStore(world.store)
    const machine = world.machine({ store: store.store })
    store.failing.add('claim')
    app.use(mercadoPago(options({ sellers: machine })).routes())
    expect(await post('/mercadopago/notifications', 'wrong')).to.equal(401)
    expect(emitted).to.deep.equal([])
    expect(await post('/mercadopago/notifications')).to.equal(503)
    expect(emitted).to.have.length(1)
    expect(emitted[0]).to.be.instanceOf(StoreUnavailableError)
  })

  it("leaves what onNotification throws to Koa's own handling", async () => {
    const mistake = new Error('no shelf for it')
    const onNotification = () => Promise.reject(mistake)
    app.use(mercadoPago(options({ onNotification })).routes())
    expect(await post('/mercadopago/notifications')).to.equal(500)
    expect(emitted).to.deep.equal([mistake])
  })
})

import { once } from 'node:events'
import { expect } from 'chai'
import express from 'express'
import type { SellerTokens } from 'mercadopago-oauth'
import {
  type MercadoPagoNotificationsOptions,
  mercadoPagoNotifications,
  type NotificationIncoming,
} from 'passport-mercadopago'
import { misuse } from '../helpers/errors.ts'
import { FailingStore, SellerWorld } from '../helpers/seller-world.ts'
import { type ServedApp, serve } from '../helpers/served-app.ts'
import { signedDelivery, webhookSecret } from '../helpers/signed-delivery.ts'

describe('passport-mercadopago: notifications', () => {
  let world: SellerWorld
  let sellers: SellerTokens
  let store: FailingStore
  let served: ServedApp | undefined

  beforeEach(async () => {
    world = await SellerWorld.open()
    store = new FailingStore(world.store)
    sellers = world.machine({ store: store.store })
    await sellers.link(world.tokens())
  })

  afterEach(async () => {
    await served?.stop()
    served = undefined
    await world.close()
  })

  function handler(changes: Partial<MercadoPagoNotificationsOptions> = {}) {
    const options = { secret: webhookSecret, sellers, clock: world.clock }
    return mercadoPagoNotifications({ ...options, ...changes })
  }

  async function post(): Promise<{ status: number; body: string }> {
    const { query, ...init } = signedDelivery({ ts: String(world.now.getTime()) })
    const response = await fetch(`${served?.origin}/hook${query}`, { method: 'POST', ...init })
    return { status: response.status, body: await response.text() }
  }

  it('works in a plain Node server, where next() receives foreign errors', async () => {
    const mistake = new Error('no shelf for it')
    const passedOn: unknown[] = []
    let isBroken = false
    const handle = handler({
      onNotification: () => {
        if (isBroken) throw mistake
      },
    })
    served = await serve((request, response) =>
      handle(request as NotificationIncoming, response, (error) => {
        passedOn.push(error)
        response.writeHead(500).end('the app failed')
      }),
    )
    expect(await post()).to.deep.equal({ status: 200, body: '' })
    isBroken = true
    world.now = new Date(world.now.getTime() + 1)
    expect(await post()).to.deep.equal({ status: 500, body: 'the app failed' })
    expect(passedOn).to.deep.equal([mistake])
  })

  it('emits a process warning for an outage unless the app listens for failures', async () => {
    served = await serve(express().post('/hook', handler()))
    store.failing.add('claim')
    const warning = once(process, 'warning')
    expect(await post()).to.deep.equal({ status: 503, body: 'store_unavailable\n' })
    expect((await warning).map(({ code }) => code)).to.deep.equal(['store_unavailable'])
  })

  it('tells onError of an outage and of the request, not of a refusal', async () => {
    const told: unknown[] = []
    const onError: MercadoPagoNotificationsOptions['onError'] = ({ code }, { method }) =>
      told.push([code, method])
    served = await serve(express().post('/hook', handler({ onError })))
    const { status } = await fetch(`${served.origin}/hook`, { method: 'POST', body: '{}' })
    expect([status, told]).to.deep.equal([401, []])
    store.failing.add('claim')
    expect((await post()).status).to.equal(503)
    expect(told).to.deep.equal([['store_unavailable', 'POST']])
  })

  it('leaves what onError throws to the app, as what onNotification throws', async () => {
    const mistake = new Error('no log to write to')
    const passedOn: unknown[] = []
    const handle = handler({
      onError: () => {
        throw mistake
      },
    })
    served = await serve((request, response) =>
      handle(request as NotificationIncoming, response, (error) => {
        passedOn.push(error)
        response.writeHead(500).end()
      }),
    )
    store.failing.add('claim')
    expect((await post()).status).to.equal(500)
    expect(passedOn).to.deep.equal([mistake])
  })

  it('G07: names what is missing when the app starts', () => {
    const wrong = (changes: object) => misuse(() => handler(changes))
    expect(wrong({ secret: undefined })).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"secret" must be a string',
    })
    expect(wrong({ secret: '' }).message).to.equal('"secret" must not be empty')
    expect(wrong({ sellers: undefined }).message).to.equal('"sellers" must be an object')
  })
})

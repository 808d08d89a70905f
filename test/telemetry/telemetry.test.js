import { trace } from '@opentelemetry/api'
import { expect } from 'chai'
import { createEndpoints } from 'mercadopago-oauth/adapter'
import { rejection } from '../../.cache/test/helpers/errors.js'
import { eventsOf, FailingStore, SellerWorld } from '../../.cache/test/helpers/seller-world.js'
import { goodResponse, json } from '../../.cache/test/helpers/token-server.js'
import { telemetry } from './recipe.js'

const clientId = '1234567890123456'
const client = { 'mercadopago_oauth.client_id': clientId }

describe('docs/observability/telemetry.js', () => {
  let world

  beforeEach(async () => {
    world = await SellerWorld.open()
  })

  afterEach(() => world.close())

  /** How much a counter grew meanwhile, by its labels. */
  async function counted(name, act) {
    const before = await telemetry.samples(name)
    await act()
    const after = await telemetry.samples(name)
    const grown = Object.entries(after).map(([labels, n]) => [labels, n - (before[labels] ?? 0)])
    return Object.fromEntries(grown.filter(([, more]) => more > 0))
  }

  function storeCall(operation, parent) {
    const attributes = {
      ...client,
      'mercadopago_oauth.operation': operation,
      'mercadopago_oauth.outcome': 'success',
    }
    return { name: 'mercadopago-oauth store', parent, attributes, status: 0 }
  }

  function tokenRequest(grantType, outcome, status, parent, errorCode) {
    const attributes = {
      ...client,
      'mercadopago_oauth.grant_type': grantType,
      'mercadopago_oauth.outcome': outcome,
      'http.response.status_code': status,
      ...(errorCode && { 'error.type': errorCode }),
    }
    return {
      name: 'mercadopago-oauth token-request',
      parent,
      attributes,
      status: errorCode ? 2 : 0,
    }
  }

  it('makes a span of a renewal, and spans of what happens inside', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    telemetry.takeSpans()

    await machine.renew('4242')

    const renewal = {
      name: 'mercadopago-oauth renewal',
      parent: undefined,
      attributes: {
        ...client,
        'mercadopago_oauth.seller_hash': machine.sellerHash('4242'),
        'mercadopago_oauth.outcome': 'renewed',
      },
      status: 0,
    }
    expect(telemetry.takeSpans()).to.deep.equal([
      storeCall('get'),
      storeCall('lease'),
      tokenRequest('refresh_token', 'success', 200, 'mercadopago-oauth renewal'),
      storeCall('save', 'mercadopago-oauth renewal'),
      renewal,
      storeCall('get'),
    ])
  })

  it('puts them below the span of the app that is active', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    telemetry.takeSpans()

    await trace.getTracer('app').startActiveSpan('checkout', async (span) => {
      await machine.renew('4242')
      span.end()
    })

    const parents = telemetry.takeSpans().map(({ name, parent }) => `${parent} > ${name}`)
    expect(parents).to.deep.equal([
      'checkout > mercadopago-oauth store',
      'checkout > mercadopago-oauth store',
      'mercadopago-oauth renewal > mercadopago-oauth token-request',
      'mercadopago-oauth renewal > mercadopago-oauth store',
      'checkout > mercadopago-oauth renewal',
      'checkout > mercadopago-oauth store',
      'undefined > checkout',
    ])
  })

  it('puts them below a span that the app begins inside of an operation', async () => {
    const sellers = world.machine()
    await sellers.checkKeys()
    const endpoints = createEndpoints({ client: world.client, sellers })
    const user = () =>
      trace.getTracer('app').startActiveSpan('user', async (span) => {
        await sellers.byOwner('shop-1')
        span.end()
      })
    telemetry.takeSpans()

    await endpoints.callback({ method: 'GET', header: () => undefined, query: '', user })

    const parents = telemetry.takeSpans().map(({ name, parent }) => `${parent} > ${name}`)
    expect(parents).to.deep.equal([
      'user > mercadopago-oauth store',
      'undefined > user',
      'undefined > mercadopago-oauth callback',
    ])
  })

  it('marks the spans of a failure', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())
    world.provider.current = 'TG-another'
    telemetry.takeSpans()

    await machine.renew('4242').catch(() => {})

    const renewal = {
      ...client,
      'mercadopago_oauth.seller_hash': machine.sellerHash('4242'),
      'mercadopago_oauth.outcome': 'relink',
      'error.type': 'reauthorization_required',
    }
    const parent = 'mercadopago-oauth renewal'
    expect(telemetry.takeSpans().filter(({ status }) => status === 2)).to.deep.equal([
      tokenRequest('refresh_token', 'failure', 400, parent, 'reauthorization_required'),
      { name: parent, parent: undefined, attributes: renewal, status: 2 },
    ])
  })

  it('counts renewals by outcome', async () => {
    const machine = world.machine()
    await machine.link(world.tokens())

    const added = await counted('mercadopago_oauth_renewals_total', async () => {
      await machine.renew('4242')
      world.provider.current = 'TG-another'
      await machine.renew('4242').catch(() => {})
    })

    expect(added).to.deep.equal({ 'outcome="renewed"': 1, 'outcome="relink"': 1 })
  })

  it('reports how many sellers must link again, and how long the longest due one has waited', async () => {
    const machine = world.machine()
    for (const sellerId of ['1', '2', '3']) await machine.link(world.tokens({ sellerId }))
    world.server.reply = json({ error: 'invalid_grant' }, 400)
    await machine.renew('1').catch(() => {})
    world.advanceDays(152)
    const dueAts = await Promise.all(['2', '3'].map(async (id) => (await machine.status(id)).dueAt))
    telemetry.recipe.observeSellers(machine, { everyMs: 0, clock: world.clock })

    expect(await telemetry.samples('mercadopago_oauth_sellers_relink')).to.deep.equal({ '': 1 })
    expect(
      await telemetry.samples('mercadopago_oauth_sellers_oldest_due_age_seconds'),
    ).to.deep.equal({ '': (world.now - Math.min(...dueAts)) / 1000 })
  })

  it('measures the token endpoint by grant', async () => {
    const name = 'mercadopago_oauth_token_request_duration_seconds'
    const label = 'grant_type="client_credentials",outcome="failure"'
    world.server.reply = json({ error: 'invalid_client' }, 401)

    await world.client.clientCredentialsGrant().catch(() => {})

    expect((await telemetry.samples(`${name}_count`))[label]).to.equal(1)
    expect((await telemetry.samples(`${name}_sum`))[label]).to.be.within(0, 10)
    expect((await telemetry.samples(`${name}_bucket`))[`${label},le="10"`]).to.equal(1)
  })

  it('counts callbacks by error code, and traces the code grant and the link inside', async () => {
    const sellers = world.machine()
    const endpoints = createEndpoints({ client: world.client, sellers })
    const user = () => 'shop-1'
    const begun = await endpoints.connect({ method: 'GET', header: () => undefined, user })
    const headers = new Map(begun.headers)
    const state = new URL(headers.get('Location')).searchParams.get('state')
    const [cookie] = headers.get('Set-Cookie').split(';')
    const request = { method: 'GET', header: (name) => name === 'cookie' && cookie, user }
    const query = `code=TG-1&state=${state}`
    world.server.reply = json(goodResponse)

    let spans
    const added = await counted('mercadopago_oauth_callbacks_total', async () => {
      telemetry.takeSpans()
      await endpoints.callback({ ...request, query })
      spans = telemetry.takeSpans()
      await endpoints.callback({ ...request, query })
      await endpoints.callback({ ...request, query: '' })
    })

    expect(added).to.deep.equal({
      'code="success"': 1,
      'code="state_consumed"': 1,
      'code="callback_malformed"': 1,
    })
    expect(spans.map(({ name, parent }) => [name, parent])).to.deep.equal([
      ['mercadopago-oauth store', 'mercadopago-oauth callback'],
      ['mercadopago-oauth token-request', 'mercadopago-oauth callback'],
      ...Array(4).fill(['mercadopago-oauth store', 'mercadopago-oauth callback']),
      ['mercadopago-oauth callback', undefined],
    ])
  })

  it('leaves the events of sellers as they are', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)
    await machine.link(world.tokens())
    await machine.renew('4242')
    expect(events.map(([name]) => name)).to.deep.equal(['linked', 'renewed'])
  })

  it('reads the store once in a while, and again after a failure', async () => {
    const failing = new FailingStore(world.store)
    const machine = world.machine({ store: failing.store })
    await machine.checkKeys()
    telemetry.recipe.observeSellers(machine)
    const lists = () => failing.calls.filter((name) => name === 'list').length

    failing.failing.add('list')
    const { errors } = await rejection(telemetry.exposition(), AggregateError)
    failing.failing.clear()
    await telemetry.exposition()
    const read = lists()
    await telemetry.exposition()

    expect(errors.map(({ code }) => code)).to.deep.equal(['store_unavailable'])
    expect([read, lists()]).to.deep.equal([3, 3])
  })
})

import { expect } from 'chai'
import { type RedisClient, RedisTokenStore } from 'mercadopago-oauth-redis'
import { printed, rejection } from '../helpers/errors.js'
import { describeOnOwnRedis, type RedisServer } from '../helpers/redis-server.js'
import { ioredis, nodeRedis, record, serverFor } from './redis-clients.js'

const dueBefore = new Date('2028-01-01')
const query = { application: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }

/** Every method that asks the server something. */
const methods: Record<string, (store: RedisTokenStore) => Promise<unknown>> = {
  get: (store) => store.get(record()),
  save: (store) => store.save(record(), undefined),
  'save over': (store) => store.save(record(), record().generation, 'a'),
  lease: (store) => store.lease(record(), 'a', 9000),
  release: (store) => store.release(record(), 'a'),
  claimDue: (store) => store.claimDue(query),
  byOwner: (store) => store.byOwner('1234567890', 'shop-1'),
  list: (store) => store.list('1234567890', undefined, 9),
  delete: (store) => store.delete(record()),
  claim: (store) => store.claim('key', new Date()),
  migrate: (store) => store.migrate(),
  inspectServer: (store) => store.inspectServer(),
}

describeOnOwnRedis('failures of RedisTokenStore', () => {
  let server: RedisServer
  let client: Awaited<ReturnType<typeof nodeRedis>>
  let store: RedisTokenStore
  const sellers = 'mercadopago:{1234567890}:sellers'

  beforeEach(async function () {
    server = await serverFor(this, [])
    client = await nodeRedis(server.url)
    store = new RedisTokenStore({ client })
  })

  afterEach(async () => {
    client?.destroy()
    await server?.stop()
  })

  /** Fails, and shows nothing of the record, not even sealed. */
  async function failure(act: Promise<unknown>): Promise<Error> {
    const error = await rejection(act, Error)
    expect(printed(error)).not.to.include('keyident')
    return error
  }

  const withoutServer: Record<string, (url: string) => Promise<RedisClient>> = {
    redis: nodeRedis,
    ioredis,
  }
  for (const [name, connect] of Object.entries(withoutServer)) {
    it(`E10: reject, all of them, when the server is gone, with ${name}`, async () => {
      const store = new RedisTokenStore({ client: await connect(server.url) })
      await store.migrate()
      await server.stop()

      for (const act of Object.values(methods)) await failure(act(store))
    })
  }

  for (const entry of [
    '',
    'garbage',
    '{}',
    '1764000000001::',
    '1764000000001::{}',
    '1764000000001::{"accessToken":"v1.keyident',
    '99999999999999999999:=shop-1:{"accessToken":"v1.keyident.nonce.access"}',
    '1:::null',
    '1::[]',
  ]) {
    it(`F12: are clear about an entry that is not ours: ${JSON.stringify(entry)}`, async () => {
      await store.save(record(), undefined)
      await client.hSet(sellers, '111', entry)

      for (const name of ['get', 'byOwner'] as const) {
        const { message } = await failure(methods[name]?.(store) ?? expect.fail())
        expect(message).to.include(`the entry of seller 111 in ${sellers} is not a token record`)
      }
    })
  }

  it('F12: name an entry that is not ours to the sweep and in the list, beside the others', async () => {
    const other = record({ sellerId: '222' })
    await store.save(record(), undefined)
    await store.save(other, undefined)
    await client.hSet(sellers, '111', 'garbage')

    const listed = await store.list('1234567890', undefined, 9)
    const claimed = await store.claimDue(query)

    expect(listed).to.deep.equal([{ state: 'unreadable', sellerId: '111' }, other])
    expect(claimed).to.have.deep.members([
      { state: 'unreadable', sellerId: '111' },
      { state: 'leased', record: other, abandoned: false },
    ])
    expect(await store.claimDue(query)).to.deep.equal([])
  })

  for (const [field, value] of Object.entries({
    accessToken: 7,
    refreshToken: false,
    expiresAt: 'tomorrow',
    dueAt: 0,
    lostReason: 'bored',
    owner: [],
    scope: null,
    publicKey: 1,
    liveMode: 'yes',
    linkedAt: null,
    renewedAt: '',
  })) {
    it(`F12: are clear about a record whose ${field} is garbage`, async () => {
      await store.save(record(), undefined)
      const entry = (await client.hGet(sellers, '111')) ?? ''
      const [, head, json = ''] = /^(\d+:[^:]*:)(.*)$/.exec(entry) ?? []
      await client.hSet(
        sellers,
        '111',
        head + JSON.stringify({ ...JSON.parse(json), [field]: value }),
      )

      const { message } = await failure(store.get(record()))

      expect(message).to.equal(`the entry of seller 111 in ${sellers} is not a token record`)
    })
  }

  it('F12: lease nobody and change nothing when an entry is not ours', async () => {
    await store.save(record({ sellerId: '1' }), undefined)
    await store.save(record(), undefined)
    await client.hSet(sellers, '111', 'garbage')
    const { generation } = record()

    await failure(store.lease(record(), 'a', 9000))
    await failure(store.save(record(), generation))
    await failure(store.save(record(), undefined))
    await failure(store.delete(record()))

    expect(await client.exists('mercadopago:{1234567890}:leases')).to.equal(0)
    expect(await client.hGet(sellers, '111')).to.equal('garbage')
  })

  it('F12: are clear about a lease that is not ours', async () => {
    await store.save(record(), undefined)
    await client.hSet('mercadopago:{1234567890}:leases', '111', 'garbage')

    for (const name of ['lease', 'release', 'claimDue', 'save over'] as const) {
      const { message } = await failure(methods[name]?.(store) ?? expect.fail())
      expect(message).to.include('the entry of seller 111 in mercadopago:{1234567890}:leases')
    }
  })

  it('F12: reject when a key holds something else altogether', async () => {
    for (const name of ['sellers', 'leases', 'due', 'ids', 'owners']) {
      await client.flushAll()
      await store.save(record(), undefined)
      await client.set(`mercadopago:{1234567890}:${name}`, 'garbage')

      await failure(store.save(record({ scope: 'new' }), record().generation, 'a'))
    }
  })

  it('keep the record before when a save fails half way', async () => {
    await store.save(record(), undefined)
    await client.set('mercadopago:{1234567890}:owners', 'garbage')

    await failure(store.save(record({ scope: 'new' }), record().generation))

    expect(await store.get(record())).to.deep.equal(record())
  })

  it('pass over a seller whose entry was removed by hand', async () => {
    await store.save(record({ sellerId: '1' }), undefined)
    await store.save(record(), undefined)
    await client.hDel(sellers, '1')

    expect(await store.list('1234567890', undefined, 1)).to.deep.equal([record()])
    expect(await store.byOwner('1234567890', 'shop-1')).to.deep.equal([record()])
    expect(await store.claimDue({ ...query, limit: 1 })).to.have.length(1)
  })

  it('reject when the memory is full, which is no refused save', async () => {
    await store.save(record(), undefined)
    await client.configSet('maxmemory', '1')

    const next = record({ generation: record().generation + 1 })
    const { message } = await failure(store.save(next, record().generation))
    await failure(store.lease(record(), 'a', 9000))
    await failure(store.claim('key', new Date()))

    expect(message).to.match(/OOM/)
    expect(await store.get(record())).to.deep.equal(record())
  })

  it('reject on a replica', async () => {
    await store.save(record(), undefined)
    await client.sendCommand(['REPLICAOF', '127.0.0.1', '1'])

    for (const name of ['save over', 'lease', 'claimDue', 'delete', 'claim'] as const) {
      const { message } = await failure(methods[name]?.(store) ?? expect.fail())
      expect(message).to.match(/READONLY/)
    }
  })

  it('show no arguments, which ioredis hangs on its errors', async () => {
    const other = await ioredis(server.url)
    await client.set(sellers, 'garbage')

    const error = await failure(new RedisTokenStore({ client: other }).save(record(), undefined))
    other.disconnect()

    expect(error.message).to.match(/WRONGTYPE/)
  })

  it('reject an answer that is none of a store, rather than say no', async () => {
    for (const reply of [undefined, 0, 'OK', {}, [null], [[]]]) {
      const odd = new RedisTokenStore({ client: { sendCommand: async () => reply } })
      for (const name of ['get', 'save', 'lease', 'claimDue', 'list', 'byOwner'] as const) {
        await failure(methods[name]?.(odd) ?? expect.fail())
      }
    }
    for (const reply of [[], ['QUEUED']]) {
      const odd = new RedisTokenStore({ client: { sendCommand: async () => reply } })
      await failure(methods.save?.(odd) ?? expect.fail())
      await failure(methods.lease?.(odd) ?? expect.fail())
    }
    for (const reply of [undefined, 0, {}, 'QUEUED']) {
      const odd = new RedisTokenStore({ client: { sendCommand: async () => reply } })
      await failure(odd.claim('key', new Date()))
    }
  })
})

import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { type RedisClient, RedisTokenStore } from 'mercadopago-oauth-redis'
import { printed, rejection } from '../helpers/errors.js'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { ioredis, nodeRedis, record } from './redis-clients.js'

const dueBefore = new Date('2028-01-01')
const query = { clientId: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }

/** Every method that asks the server something. */
const methods: Record<string, (store: RedisTokenStore) => Promise<unknown>> = {
  get: (store) => store.get(record()),
  save: (store) => store.save(record(), undefined),
  'save over': (store) => store.save(record(), record().generation, 'a'),
  lease: (store) => store.lease(record(), 'a', 9000),
  release: (store) => store.release(record(), 'a'),
  claimDue: (store) => store.claimDue(query),
  byOwner: (store) => store.byOwner('1234567890', 'shop-1'),
  list: (store) => store.list({ clientId: '1234567890', limit: 9 }),
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

  beforeEach(async () => {
    server = await startRedis({ args: [] })
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

  const damagedEntries = {
    'is empty': '',
    'is garbage': 'garbage',
    'is not text of ours': '{}',
    'has no generation': ':=shop-1:{2:1:1}{}',
    'is cut in its head': '1764000000001:=shop-1:{2:18',
    'has no date of the link': '1764000000001:=shop-1:{2:1:}{}',
    'has a due date that is no number': '1764000000001:=shop-1:{2:soon:1}{}',
    'is of a newer version': '1764000000001:=shop-1:{3:1:1}{}',
    'is of version 1 and cut': '1764000000001:=shop-1:{"accessToken":"v1.keyident',
    'is of version 1 without dates': '1764000000001:=shop-1:{"accessToken":"v1.keyident"}',
    'is of version 1 with a number for a date':
      '1764000000001:=shop-1:{"dueAt":0,"linkedAt":"2026-11-21T10:11:12.345Z"}',
  }
  for (const [name, entry] of Object.entries(damagedEntries)) {
    it(`F12: return an entry that ${name} as a record that no one can take for a good one`, async () => {
      const other = record({ sellerId: '222' })
      await store.save(record(), undefined)
      await store.save(other, undefined)
      await client.hSet(sellers, '111', entry)
      const damaged = {
        ...record(),
        generation: Number.NaN,
        dueAt: new Date(Number.NaN),
        linkedAt: new Date(Number.NaN),
        owner: null,
        body: '',
      }

      expect(await store.get(record())).to.deep.equal(damaged)
      expect(await store.list({ clientId: '1234567890', limit: 9 })).to.deep.equal([damaged, other])
      expect(await store.byOwner('1234567890', 'shop-1')).to.have.deep.members([damaged, other])
      expect(await store.claimDue(query)).to.have.deep.members([
        { record: damaged, abandoned: false },
        { record: other, abandoned: false },
      ])
      expect(await store.claimDue(query)).to.deep.equal([])
      expect(await store.lease(record(), 'b', 9000)).to.deep.equal({ state: 'held' })
    })
  }

  it('F12: save nothing over an entry that is not ours', async () => {
    await store.save(record(), undefined)
    await client.hSet(sellers, '111', 'garbage')

    expect(await store.save(record(), record().generation)).to.equal(false)
    expect(await store.save(record(), undefined)).to.equal(false)
    expect(await store.save(record(), Number.NaN)).to.equal(false)

    expect(await client.hGet(sellers, '111')).to.equal('garbage')
  })

  it('F12: delete an entry that is not ours, and find its owner no more', async () => {
    await store.save(record(), undefined)
    await client.hSet(sellers, '111', 'garbage')

    await store.delete(record())

    expect(await store.get(record())).to.equal(undefined)
    expect(await store.byOwner('1234567890', 'shop-1')).to.deep.equal([])
    await store.save(record({ owner: 'shop-2' }), undefined)
    expect(await store.byOwner('1234567890', 'shop-1')).to.deep.equal([])
    expect(await store.byOwner('1234567890', 'shop-2')).to.have.length(1)
  })

  it('F12: take a lease that is not ours for one that was abandoned', async () => {
    const other = record({ sellerId: '222' })
    await store.save(record(), undefined)
    await store.save(other, undefined)
    const damage = () => client.hSet('mercadopago:{1234567890}:leases', '111', 'garbage')

    await damage()
    expect(await store.claimDue(query)).to.have.deep.members([
      { record: record(), abandoned: true },
      { record: other, abandoned: false },
    ])
    await damage()
    const outcome = await store.lease(record(), 'a', 9000)
    expect(outcome).to.deep.equal({ state: 'leased', record: record(), abandoned: true })
    await damage()
    await store.release(record(), 'a')
    expect(await store.save(record(), record().generation, 'a')).to.equal(true)
  })

  it('F12: reject when a key holds something else altogether', async () => {
    for (const name of ['sellers', 'leases', 'due', 'never', 'ids', 'owners']) {
      await client.flushAll()
      await store.save(record(), undefined)
      await client.set(`mercadopago:{1234567890}:${name}`, 'garbage')

      await failure(store.save(record({ body: 'new' }), record().generation, 'a'))
    }
  })

  it('keep the record before when a save fails half way', async () => {
    await store.save(record(), undefined)
    await client.set('mercadopago:{1234567890}:owners', 'garbage')

    await failure(store.save(record({ body: 'new' }), record().generation))

    expect(await store.get(record())).to.deep.equal(record())
  })

  it('pass over a seller whose entry was removed by hand', async () => {
    await store.save(record({ sellerId: '1' }), undefined)
    await store.save(record(), undefined)
    await client.hDel(sellers, '1')

    expect(await store.list({ clientId: '1234567890', limit: 1 })).to.deep.equal([record()])
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

  it('do not come from the permissions that the README gives', async () => {
    const readme = await readFile('packages/store-redis/README.md', 'utf8')
    const [, permissions = ''] = /ACL SETUSER shop on >… ([^`]+)`/.exec(readme) ?? []
    const user = ['ACL', 'SETUSER', 'shop', 'on', '>secret', ...permissions.split(' ')]
    await client.sendCommand(user)
    const shop = await nodeRedis(server.url.replace('redis://', 'redis://shop:secret@'))
    const ofShop = new RedisTokenStore({ client: shop })
    try {
      expect(await ofShop.migrate()).to.deep.equal([])
      await ofShop.save(record({ sellerId: '222', dueAt: null }), undefined)
      for (const act of Object.values(methods)) await act(ofShop)
      for (const due of [dueBefore, 'never'] as const) {
        await ofShop.list({ clientId: '1234567890', limit: 9, due })
      }
    } finally {
      shop.destroy()
    }
  })

  it('show no arguments, which ioredis hangs on its errors', async () => {
    const other = await ioredis(server.url)
    await client.set(sellers, 'garbage')

    const error = await failure(new RedisTokenStore({ client: other }).save(record(), undefined))
    other.disconnect()

    expect(error.message).to.match(/WRONGTYPE/)
  })

  it('reject a response that is none of a store, rather than say no', async () => {
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

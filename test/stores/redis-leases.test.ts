import { expect } from 'chai'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { nodeRedis, record } from './redis-clients.js'

describeOnOwnRedis('leases of RedisTokenStore', () => {
  let server: RedisServer
  let client: Awaited<ReturnType<typeof nodeRedis>>
  let store: RedisTokenStore
  const realNow = Date.now

  before(async () => {
    server = await startRedis({ args: [] })
    client = await nodeRedis(server.url)
    store = new RedisTokenStore({ client })
  })

  beforeEach(() => client.flushAll())

  afterEach(() => {
    Date.now = realNow
  })

  after(async () => {
    client?.destroy()
    await server?.stop()
  })

  it('E24: run by the clock of the server, wherever the clock of the process is', async () => {
    await store.save(record(), undefined)
    Date.now = () => 0
    await store.lease(record(), 'a', 60_000)
    Date.now = () => realNow() + 365 * 24 * 60 * 60 * 1000

    expect(await store.lease(record(), 'b', 60_000)).to.deep.equal({ state: 'held' })
  })

  it('are kept to the millisecond, by the clock of the server', async () => {
    await store.save(record(), undefined)
    const [seconds, microseconds] = (await client.sendCommand(['TIME'])) as unknown as string[]
    const serverMs = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)

    await store.lease(record(), 'a:b', 123_456_789)

    const lease = await client.hGet('mercadopago:{1234567890}:leases', '111')
    const [, expiresAtMs, holder] = /^(\d+):(.*)$/.exec(lease ?? '') ?? []
    expect(holder).to.equal('a:b')
    expect(Number(expiresAtMs) - 123_456_789).to.be.within(serverMs, serverMs + 10_000)
  })

  it('may be as long as a number can say', async () => {
    await store.save(record(), undefined)
    await store.lease(record(), 'a', Number.MAX_SAFE_INTEGER)

    expect(await store.lease(record(), 'b', 1)).to.deep.equal({ state: 'held' })
  })

  it('are not given for a seller that has nothing left to renew', async () => {
    await store.save(record(), undefined)
    await store.save(record({ dueAt: null }), record().generation)
    const dueBefore = new Date('2028-01-01')
    const query = { clientId: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }

    expect(await store.claimDue(query)).to.deep.equal([])
  })

  it('E28: of 10,000 due sellers with 5,000 held, go to the first free ones in a few commands', async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `seller-${index}`)
    const dueAt = (index: number) => new Date(Date.UTC(2027, 0, 1) + index)
    await Promise.all(
      ids.map((sellerId, index) =>
        store.save(record({ sellerId, dueAt: dueAt(index) }), undefined),
      ),
    )
    const dueBefore = new Date('2028-01-01')
    const query = { clientId: '1234567890', dueBefore, holder: 'a', leaseMs: 600_000 }
    expect(await store.claimDue({ ...query, limit: 5_000 })).to.have.length(5_000)
    await client.configResetStat()

    const claimed = await store.claimDue({ ...query, holder: 'b', limit: 4 })

    expect(claimed.map((each) => each.record.sellerId)).to.deep.equal(ids.slice(5_000, 5_004))
    expect(await commandsCounted()).to.deep.equal({
      'config|resetstat': 1,
      evalsha: 1,
      time: 1,
      zrangebyscore: 11,
      hmget: 22,
      hset: 4,
    })
  })

  it('go to all that are left when there are fewer than asked for', async () => {
    await store.save(record(), undefined)
    const dueBefore = new Date('2028-01-01')
    const query = { clientId: '1234567890', dueBefore, holder: 'a', leaseMs: 600_000 }

    expect(await store.claimDue({ ...query, limit: 0 })).to.deep.equal([])
    expect(await store.claimDue({ ...query, limit: 1_000_000 })).to.have.length(1)
    expect(await store.claimDue({ ...query, limit: 1_000_000 })).to.deep.equal([])
  })

  /** How often the server ran which command, scripts' included. */
  async function commandsCounted(): Promise<Record<string, number>> {
    const stats = await client.info('commandstats')
    const lines = [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)]
    return Object.fromEntries(lines.map(([, name, calls]) => [name, Number(calls)]))
  }
})

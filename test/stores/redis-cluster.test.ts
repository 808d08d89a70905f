import { expect } from 'chai'
import { Cluster, Redis } from 'ioredis'
import { testTokenStore } from 'mercadopago-oauth/store-contract'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { createCluster } from 'redis'
import { describeOnOwnRedis, type RedisServer } from '../helpers/redis-server.js'
import { ioredis, nodeRedis, record, serverFor } from './redis-clients.js'

/** Makes a cluster of one machine, which still refuses a script whose keys are of several slots. */
async function makeCluster(url: string): Promise<void> {
  const client = await nodeRedis(url)
  const slots = Array.from({ length: 16_384 }, (_, slot) => String(slot))
  try {
    await client.sendCommand(['CLUSTER', 'ADDSLOTS', ...slots])
    // A machine waits two seconds after its start before it answers for its slots.
    const deadlineMs = Date.now() + 15_000
    for (;;) {
      const info = String(await client.sendCommand(['CLUSTER', 'INFO']))
      if (info.includes('cluster_state:ok')) return
      if (Date.now() > deadlineMs) throw new Error(`the cluster did not become ready: ${info}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    client.destroy()
  }
}

describeOnOwnRedis('RedisTokenStore on a cluster', () => {
  let server: RedisServer

  before(async function () {
    this.timeout(20_000)
    const args = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']
    server = await serverFor(this, args)
    await makeCluster(server.url)
  })

  after(() => server?.stop())

  describe("with redis' createCluster()", () => {
    let cluster: ReturnType<typeof createCluster>

    before(async () => {
      cluster = createCluster({ rootNodes: [{ url: server.url }] })
      await cluster.connect()
    })

    after(() => cluster?.destroy())

    testTokenStore({ describe, it }, async () => ({
      store: new RedisTokenStore({ client: cluster }),
    }))

    it('makes ready and finds nothing wrong', async () => {
      expect(await new RedisTokenStore({ client: cluster }).migrate()).to.deep.equal([])
    })
  })

  describe("with ioredis' Cluster", () => {
    let cluster: Cluster

    before(() => {
      cluster = new Cluster([server.url], { scaleReads: 'slave' })
    })

    after(() => cluster?.disconnect())

    testTokenStore({ describe, it }, async () => ({
      store: new RedisTokenStore({ client: cluster }),
    }))

    it('makes ready and finds nothing wrong', async () => {
      expect(await new RedisTokenStore({ client: cluster }).migrate()).to.deep.equal([])
    })
  })

  it('has all keys of an application in one slot, whatever the application is called', async () => {
    const client = await ioredis(server.url)
    const store = new RedisTokenStore({ client, prefix: 'slots' })
    try {
      for (const application of ['1', '{', '}', '{}', 'a}b{c', '}{', ':', '*', 'ñ🦙', '{1}:ids']) {
        await store.save(record({ application }), undefined)
        expect(await store.get(record({ application }))).to.deep.equal(record({ application }))
      }
    } finally {
      client.disconnect()
    }
  })

  it("touches no key that it does not declare: ioredis' keyPrefix reaches them all", async () => {
    const client = new Redis(server.url, { keyPrefix: 'shop:' })
    const plain = await ioredis(server.url)
    const store = new RedisTokenStore({ client, prefix: 'prefixed' })
    const dueBefore = new Date('2028-01-01')
    const query = { application: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }
    try {
      await store.save(record(), undefined)
      await store.claimDue(query)
      await store.claim('key', new Date())

      expect(await plain.keys('prefixed*')).to.deep.equal([])
      expect(await plain.keys('shop:prefixed*')).to.have.length(6)
    } finally {
      client.disconnect()
      plain.disconnect()
    }
  })
})

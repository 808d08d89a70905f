import { expect } from 'chai'
import { Cluster } from 'ioredis'
import ioredis5 from 'ioredis5'
import { testTokenStore } from 'mercadopago-oauth/store-contract'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { createCluster } from 'redis'
import { createCluster as createCluster4 } from 'redis4'
import { createCluster as createCluster5 } from 'redis5'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { type Connected, ioredis, nodeRedis, ownPrefix, record } from './redis-clients.js'
import { version1Entry } from './redis-version-1.js'

/** Makes a cluster of machines, each with a share of the slots. */
async function makeCluster(urls: readonly string[]): Promise<void> {
  const clients = await Promise.all(urls.map(nodeRedis))
  const [first] = clients
  const share = Math.ceil(16_384 / clients.length)
  try {
    for (const [index, client] of clients.entries()) {
      const count = Math.min(share, 16_384 - index * share)
      const slots = Array.from({ length: count }, (_, slot) => String(index * share + slot))
      await client.sendCommand(['CLUSTER', 'ADDSLOTS', ...slots])
      // Two machines may not have one epoch.
      await client.sendCommand(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
      await first?.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', new URL(urls[index] ?? '').port])
    }
    await Promise.all(clients.map(ready))
  } finally {
    for (const client of clients) client.destroy()
  }
}

/** A node waits two seconds after its start before it serves its slots. */
async function ready(client: Awaited<ReturnType<typeof nodeRedis>>): Promise<void> {
  const deadlineMs = Date.now() + 15_000
  for (;;) {
    const info = String(await client.sendCommand(['CLUSTER', 'INFO']))
    if (info.includes('cluster_state:ok')) return
    if (Date.now() > deadlineMs) throw new Error(`the cluster did not become ready: ${info}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describeOnOwnRedis('RedisTokenStore on a cluster', () => {
  let servers: RedisServer[] = []
  let url: string

  before(async function () {
    this.timeout(60_000)
    const args = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']
    servers = [await startRedis({ args }), await startRedis({ args })]
    await makeCluster(servers.map((server) => server.url))
    url = servers[0]?.url ?? ''
  })

  after(() => Promise.all(servers.map((server) => server.stop())))

  const clusters: Record<string, () => Promise<Connected>> = {
    "redis' createCluster()": async () => {
      const client = createCluster({ rootNodes: [{ url }] })
      await client.connect()
      return { client, close: () => client.destroy() }
    },
    "redis 5.9's createCluster()": async () => {
      const client = createCluster5({ rootNodes: [{ url }] })
      await client.connect()
      return { client, close: () => client.destroy() }
    },
    "redis 4.6's createCluster()": async () => {
      const client = createCluster4({ rootNodes: [{ url }] })
      await client.connect()
      return { client, close: () => client.disconnect() }
    },
    "ioredis' Cluster": async () => {
      const client = new Cluster([url], { scaleReads: 'slave' })
      return { client, close: () => client.disconnect() }
    },
    "ioredis 5.0's Cluster": async () => {
      const client = new ioredis5.Cluster([url], { scaleReads: 'slave' })
      return { client, close: () => client.disconnect() }
    },
  }
  for (const [name, connect] of Object.entries(clusters)) {
    describe(`with ${name}`, () => {
      let connected: Connected

      before(async () => {
        connected = await connect()
      })

      after(() => connected?.close())

      testTokenStore({ describe, it }, async () => ({
        store: new RedisTokenStore({ client: connected.client }),
      }))

      it('upgrades the sellers of version 1 on every machine', async () => {
        const prefix = ownPrefix()
        const store = new RedisTokenStore({ client: connected.client, prefix })
        const clientIds = Array.from({ length: 12 }, (_, index) => String(1_000 + index))
        await Promise.all(clientIds.map((clientId) => store.save(record({ clientId }), undefined)))
        const heldBy = await Promise.all(servers.map((server) => toVersion1(server, prefix)))
        expect(Math.min(...heldBy)).to.be.greaterThan(0)

        expect(await store.migrate()).to.deep.equal([])

        for (const clientId of clientIds) {
          expect(await store.get(record({ clientId }))).to.deep.equal(record({ clientId }))
        }
        const left = await Promise.all(servers.map((server) => toVersion1(server, prefix)))
        expect(left).to.deep.equal(heldBy)
      })
    })
  }

  /** Writes the entries of this machine as version 1 did. Returns how many there were of today's. */
  async function toVersion1(server: RedisServer, prefix: string): Promise<number> {
    const client = await ioredis(server.url)
    try {
      const keys = await client.keys(`${prefix}:*:sellers`)
      let count = 0
      for (const key of keys) {
        const entry = (await client.hget(key, '111')) ?? ''
        if (!entry.includes(':{2:')) continue
        count++
        await client.hset(key, '111', version1Entry('111').replaceAll(/nonce-[ar]/g, 'nonce'))
      }
      return count
    } finally {
      client.disconnect()
    }
  }

  it('has all keys of an application in one slot, whatever the application is called', async () => {
    const client = new Cluster([url])
    const store = new RedisTokenStore({ client, prefix: 'slots' })
    try {
      for (const clientId of ['1', '{', '}', '{}', 'a}b{c', '}{', ':', '*', 'ñ🦙', '{1}:ids']) {
        await store.save(record({ clientId }), undefined)
        expect(await store.get(record({ clientId }))).to.deep.equal(record({ clientId }))
      }
    } finally {
      client.disconnect()
    }
  })

  it("touches no key that it does not declare: ioredis' keyPrefix reaches them all", async () => {
    const client = new Cluster([url], { keyPrefix: 'shop:' })
    const store = new RedisTokenStore({ client, prefix: 'prefixed' })
    const dueBefore = new Date('2028-01-01')
    const query = { clientId: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }
    try {
      await store.save(record(), undefined)
      await store.claimDue(query)
      await store.claim('key', new Date())
      await store.migrate()

      expect(await keysLike('prefixed*')).to.deep.equal([])
      expect(await keysLike('shop:prefixed*')).to.have.length(7)
    } finally {
      client.disconnect()
    }
  })

  it("upgrades the sellers of version 1 behind ioredis' keyPrefix", async () => {
    const client = new Cluster([url], { keyPrefix: 'shop:' })
    const store = new RedisTokenStore({ client, prefix: 'upgraded' })
    try {
      await store.save(record(), undefined)
      expect(await everyToVersion1('shop:upgraded')).to.deep.equal(1)

      await store.migrate()

      expect(await store.get(record())).to.deep.equal(record())
      expect(await everyToVersion1('shop:upgraded')).to.deep.equal(1)
    } finally {
      client.disconnect()
    }
  })

  async function keysLike(pattern: string): Promise<string[]> {
    const found = await Promise.all(
      servers.map(async (server) => {
        const client = await ioredis(server.url)
        const keys = await client.keys(pattern)
        client.disconnect()
        return keys
      }),
    )
    return found.flat()
  }

  async function everyToVersion1(prefix: string): Promise<number> {
    const counts = await Promise.all(servers.map((server) => toVersion1(server, prefix)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
})

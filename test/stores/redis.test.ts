import { expect } from 'chai'
import { testTokenStore } from 'mercadopago-oauth/store-contract'
import { type RedisClient, RedisTokenStore } from 'mercadopago-oauth-redis'
import { createClientPool, RESP_TYPES } from 'redis'
import { misuse } from '../helpers/errors.js'
import { describeOnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { ioredis, nodeRedis, oldestReleases, ownPrefix, record } from './redis-clients.js'

describeOnRedis('RedisTokenStore', () => {
  const prefix = ownPrefix()
  let server: RedisServer
  let client: Awaited<ReturnType<typeof nodeRedis>>

  before(async () => {
    server = await startRedis()
    client = await nodeRedis(server.url)
  })

  after(async () => {
    if (client === undefined) return
    for await (const keys of client.scanIterator({ MATCH: `${prefix}*` })) {
      if (keys.length > 0) await client.del(keys)
    }
    client.destroy()
    await server.stop()
  })

  describe('with redis', () => {
    testTokenStore({ describe, it }, async () => ({
      store: new RedisTokenStore({ client, prefix }),
    }))
  })

  describe('with ioredis', () => {
    testTokenStore({ describe, it }, async () => {
      const client = await ioredis(server.url)
      return {
        store: new RedisTokenStore({ client, prefix }),
        close: async () => client.disconnect(),
      }
    })
  })

  for (const [name, connect] of Object.entries(oldestReleases)) {
    describe(`with ${name}`, () => {
      testTokenStore({ describe, it }, async () => {
        const { client, close } = await connect(server.url)
        return { store: new RedisTokenStore({ client, prefix }), close: async () => void close() }
      })
    })
  }

  it('takes a pool', async () => {
    const pool = await createClientPool({ url: server.url }).connect()
    try {
      const store = new RedisTokenStore({ client: pool ?? expect.fail(), prefix: `${prefix}-pool` })
      await store.save(record(), undefined)

      expect(await store.get(record())).to.deep.equal(record())
    } finally {
      pool?.destroy()
    }
  })

  it('takes a client that gives its responses as buffers', async () => {
    const buffers = client.withTypeMapping({
      [RESP_TYPES.BLOB_STRING]: Buffer,
      [RESP_TYPES.SIMPLE_STRING]: Buffer,
    })
    const store = new RedisTokenStore({ client: buffers, prefix: `${prefix}-buffers` })
    const seller = record({ owner: 'tienda ñandú 🦙' })

    expect(await store.save(seller, undefined)).to.equal(true)
    expect(await store.get(seller)).to.deep.equal(seller)
    expect(await store.claim('key', new Date())).to.equal(true)
    expect(await store.claim('key', new Date())).to.equal(false)
  })

  it('keeps two prefixes apart', async () => {
    const one = new RedisTokenStore({ client, prefix: `${prefix}-1` })
    const other = new RedisTokenStore({ client, prefix: `${prefix}-2` })
    const soon = new Date(Date.now() + 60_000)

    await one.save(record(), undefined)

    expect(await other.get(record())).to.equal(undefined)
    expect(await other.list({ clientId: '1234567890', limit: 10 })).to.deep.equal([])
    expect(await one.claim('key', soon)).to.equal(true)
    expect(await other.claim('key', soon)).to.equal(true)
  })

  it('works on when the server has forgotten the scripts', async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-flushed` })
    await store.migrate()
    const flushed = async <T>(act: () => Promise<T>) => {
      await client.sendCommand(['SCRIPT', 'FLUSH'])
      return await act()
    }

    await flushed(() => store.save(record(), undefined))
    await flushed(() => store.lease(record(), 'a', 60_000))
    await flushed(() => store.release(record(), 'a'))

    expect(await flushed(() => store.get(record()))).to.deep.equal(record())
    expect(await flushed(() => store.list({ clientId: '1234567890', limit: 9 }))).to.have.length(1)
    expect(await flushed(() => store.byOwner('1234567890', 'shop-1'))).to.have.length(1)
    const dueBefore = new Date('2028-01-01')
    const query = { clientId: '1234567890', dueBefore, limit: 9, holder: 'a', leaseMs: 9000 }
    expect(await flushed(() => store.claimDue(query))).to.have.length(1)
    await flushed(() => store.delete(record()))
    expect(await store.get(record())).to.equal(undefined)
  })

  it('asks for a script by its hash once the server has it', async () => {
    const sent: (string | undefined)[] = []
    const watched = {
      sendCommand: (args: string[]) => {
        sent.push(args[0])
        return client.sendCommand(args)
      },
    }
    const store = new RedisTokenStore({ client: watched, prefix })

    await client.sendCommand(['SCRIPT', 'FLUSH'])
    await store.get(record())
    await store.get(record())

    expect(sent).to.deep.equal(['EVALSHA', 'EVAL', 'EVALSHA'])
  })

  it('tells generations apart that no Lua number could', async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-generations` })
    const largest = record({ generation: Number.MAX_SAFE_INTEGER })
    await store.save(largest, undefined)

    expect(await store.save(largest, Number.MAX_SAFE_INTEGER - 1)).to.equal(false)
    expect(await store.save(largest, Number.MAX_SAFE_INTEGER)).to.equal(true)
  })

  it('lists and gives by owner more sellers than one command reads', async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-many` })
    const ids = Array.from({ length: 1201 }, (_, index) => String(10_000 + index))
    await Promise.all(ids.map((sellerId) => store.save(record({ sellerId }), undefined)))

    const listed = await store.list({ clientId: '1234567890', limit: 1100 })
    const owned = await store.byOwner('1234567890', 'shop-1')

    expect(listed.map(({ sellerId }) => sellerId)).to.deep.equal(ids.slice(0, 1100))
    expect(owned.map(({ sellerId }) => sellerId)).to.have.members(ids)
  })

  for (const [what, count, limit] of [
    ['few', 900, 600],
    ['many', 5_400, 2_000],
    ['many at once', 5_400, 9_999],
  ] as const) {
    it(`lists ${what} due sellers in the order of their ids, page by page, between others`, async () => {
      const store = new RedisTokenStore({ client, prefix: `${prefix}-due-${what}` })
      const due = new Date('2027-04-20T00:00:00.000Z')
      // The later the id, the earlier it is due; every third is not due.
      const ids = Array.from({ length: count * 1.5 }, (_, index) => String(10_000 + index))
      const dueAt = (index: number) => {
        if (index === 0) return new Date(9)
        return new Date(due.getTime() + (index % 3 === 2 ? 1 : -index))
      }
      await Promise.all(
        ids.map((sellerId, index) =>
          store.save(record({ sellerId, dueAt: dueAt(index) }), undefined),
        ),
      )

      const found: string[] = []
      for (let isLast = false; !isLast; ) {
        const after = found.at(-1)
        const page = await store.list({ clientId: '1234567890', after, limit, due })
        found.push(...page.map(({ sellerId }) => sellerId))
        isLast = page.length < limit
      }

      expect(found).to.deep.equal(ids.filter((_, index) => index % 3 !== 2))
      const rest = { clientId: '1234567890', after: ids.at(-4), limit: 9, due }
      expect(await store.list(rest)).to.have.length(2)
      const fromTheMiddle = { clientId: '1234567890', after: '10500x', limit: 2, due }
      const listed = await store.list(fromTheMiddle)
      expect(listed.map(({ sellerId }) => sellerId)).to.deep.equal(['10501', '10502'])
    })
  }

  it('lists no owner whose name only begins like the one asked for, or looks like it in a key', async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-owners` })
    const owners = ['a', 'ab', 'a:', 'a:1', 'a;', 'a%3A', '', '=', '=a', '{a}', '*', 'ñ']
    for (const [index, owner] of owners.entries()) {
      await store.save(record({ owner, sellerId: `1:${index}` }), undefined)
    }
    await store.save(record({ owner: 'shop', sellerId: ':1:1' }), undefined)

    for (const [index, owner] of owners.entries()) {
      const found = await store.byOwner('1234567890', owner)
      expect(found.map(({ sellerId }) => sellerId)).to.deep.equal([`1:${index}`])
    }
  })

  it('keeps a lost or owned seller for ever', async () => {
    const own = `${prefix}-lives`
    const store = new RedisTokenStore({ client, prefix: own })
    await store.save(record(), undefined)
    await store.save(record({ sellerId: '222', dueAt: null }), undefined)
    await store.lease(record(), 'a', 1000)

    const lives: Record<string, number> = {}
    for await (const keys of client.scanIterator({ MATCH: `${own}:*` })) {
      for (const key of keys) lives[key] = await client.pTTL(key)
    }

    expect(lives).to.deep.equal({
      [`${own}:{1234567890}:sellers`]: -1,
      [`${own}:{1234567890}:leases`]: -1,
      [`${own}:{1234567890}:due`]: -1,
      [`${own}:{1234567890}:never`]: -1,
      [`${own}:{1234567890}:ids`]: -1,
      [`${own}:{1234567890}:owners`]: -1,
    })
  })

  const hourMs = 3_600_000
  const minutes = (count: number) => count * 60_000
  for (const [when, endsInMs, livesMs] of [
    ['its time, if that is more than an hour', 2 * hourMs, 2 * hourMs],
    ['an hour, if it ends sooner', minutes(10), hourMs],
    ['an hour, if the clock that made it is ten minutes behind', 0, hourMs],
    ['an hour, if it ended at the epoch', -Date.now(), hourMs],
  ] as const) {
    for (const skewMs of [-minutes(10), 0, minutes(10)]) {
      it(`K20: keeps a claim for ${when}; this clock is off by ${skewMs} ms`, async () => {
        const own = `${prefix}-claim-${endsInMs}-${skewMs}`
        const store = new RedisTokenStore({ client, prefix: own })
        const realNow = Date.now
        const expiresAt = new Date(realNow() + endsInMs)
        Date.now = () => realNow() + skewMs
        try {
          expect(await store.claim('key', expiresAt)).to.equal(true)
          expect(await store.claim('key', expiresAt)).to.equal(false)
        } finally {
          Date.now = realNow
        }

        const { keys } = await client.scan('0', { MATCH: `${own}:claim:*`, COUNT: 1_000_000 })
        expect(keys).to.have.length(1)
        const leftMs = await client.pTTL(keys[0] ?? '')
        expect(leftMs).to.be.within(livesMs - 10_000, livesMs)
      })
    }
  }

  it('keeps a claim for ever that ends at the end of time', async () => {
    const store = new RedisTokenStore({ client, prefix: `${prefix}-over` })
    const endOfTime = new Date(8.64e15)

    expect(await store.claim('key', endOfTime)).to.equal(true)
    expect(await store.claim('key', endOfTime)).to.equal(false)
  })

  it('leaves nothing behind of a seller that is deleted', async () => {
    const own = `${prefix}-deleted`
    const store = new RedisTokenStore({ client, prefix: own })
    await store.save(record(), undefined)
    await store.lease(record(), 'a', 60_000)
    const never = record({ sellerId: '222', dueAt: null })
    await store.save(never, undefined)

    await store.delete(record())
    await store.delete(never)

    const { keys } = await client.scan('0', { MATCH: `${own}:*`, COUNT: 1_000_000 })
    expect(keys).to.deep.equal([])
  })

  it('F07: keeps what it was given and nothing else, and no claimed key in the clear', async () => {
    const own = `${prefix}-dump`
    const store = new RedisTokenStore({ client, prefix: own })
    const seller = { ...record(), password: 'not a field of a record' }
    await store.save(seller, undefined)
    await store.save(record({ sellerId: '222', dueAt: null, owner: null }), undefined)
    await store.claim('the state', new Date())
    const key = (name: string) => `${own}:{1234567890}:${name}`

    const { keys } = await client.scan('0', { MATCH: `${own}:*`, COUNT: 1_000_000 })
    const hash = 'ly7Ai8dXCoBCBpOgguuaGlr8uF_WCrz9H5j8K2fJ7q8'

    expect(keys).to.have.members([
      key('sellers'),
      key('due'),
      key('never'),
      key('ids'),
      key('owners'),
      `${own}:claim:${hash}`,
    ])
    expect({ ...(await client.hGetAll(key('sellers'))) }).to.deep.equal({
      '111': `1764000000001:=shop-1:{2:1808215872345:1795255872345}${seller.body}`,
      '222': `1764000000001::{2::1795255872345}${seller.body}`,
    })
    expect(await client.zRangeWithScores(key('due'), 0, -1)).to.deep.equal([
      { value: '111', score: Date.parse('2027-04-20T10:11:12.345Z') },
    ])
    expect(await client.zRange(key('never'), 0, -1)).to.deep.equal(['222'])
    expect(await client.zRange(key('ids'), 0, -1)).to.deep.equal(['111', '222'])
    expect(await client.zRange(key('owners'), 0, -1)).to.deep.equal(['=shop-1:111'])
    expect(await client.get(`${own}:claim:${hash}`)).to.equal('1')
  })

  it('F02: gives an entry copied over another seller under the name it was found at', async () => {
    const own = `${prefix}-copied`
    const store = new RedisTokenStore({ client, prefix: own })
    await store.save(record({ sellerId: '1' }), undefined)
    await store.save(record({ sellerId: '2' }), undefined)
    const sellers = `${own}:{1234567890}:sellers`
    await client.hSet(sellers, '2', (await client.hGet(sellers, '1')) ?? '')

    const copied = await store.get(record({ sellerId: '2' }))
    const entry = (await client.hGet(sellers, '1')) ?? ''
    await client.hSet(sellers, '2', entry.replace('{"v"', '{"sellerId":"1","clientId":"1","v"'))
    const forged = await store.get(record({ sellerId: '2' }))

    expect(copied?.sellerId).to.equal('2')
    expect(forged?.sellerId).to.equal('2')
    expect(forged?.clientId).to.equal('1234567890')
  })

  it('refuses what it could not give back or tell apart', async () => {
    const store = new RedisTokenStore({ client, prefix })
    const refused = async (act: () => Promise<unknown>) => {
      const error = await act().catch((error: unknown) => error)
      expect(error).to.be.instanceOf(TypeError)
      return (error as TypeError).message
    }

    expect(await refused(() => store.get(record({ sellerId: '\ud800' })))).to.equal(
      '"sellerId" must be well-formed Unicode',
    )
    expect(await refused(() => store.get(record({ clientId: '' })))).to.equal(
      '"clientId" must not be empty',
    )
    expect(await refused(() => store.save(record({ owner: '\udc00' }), undefined))).to.equal(
      '"owner" must be well-formed Unicode',
    )
    expect(await refused(() => store.save(record({ generation: 1.5 }), undefined))).to.equal(
      '"generation" must be an integer, at least 1',
    )
    expect(await refused(() => store.save(record({ dueAt: new Date(NaN) }), 1))).to.equal(
      '"dueAt" must be a valid Date',
    )
    expect(await refused(() => store.lease(record(), 'a', Number.NaN))).to.equal(
      '"leaseMs" must be an integer, at least 1',
    )
    expect(await refused(() => store.list({ clientId: '1', limit: -1 }))).to.equal(
      '"limit" must be an integer, at least 0',
    )
  })
})

describe('RedisTokenStore options', () => {
  const client = { sendCommand: async () => expect.fail('nothing is sent') }

  it('are checked at construction, each by its name, and nothing is sent', () => {
    const made = (options: unknown) => () => new RedisTokenStore(options as never)

    expect(misuse(made(undefined))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"options" must be an object',
    })
    for (const client of [undefined, null, 'redis://localhost', {}, { call: 1, sendCommand: 1 }]) {
      const { code, message } = misuse(made({ client: client as RedisClient | undefined }))
      expect(code).to.equal('ERR_INVALID_ARG_TYPE')
      expect(message).to.match(/^"client" must be /)
    }
    expect(misuse(made({ client, prefix: 7 }))).to.deep.equal({
      code: 'ERR_INVALID_ARG_TYPE',
      message: '"prefix" must be a string',
    })
    expect(misuse(made({ client, prefix: '' }))).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"prefix" must not be empty',
    })
    expect(misuse(made({ client, prefix: 'a{}' }))).to.deep.equal({
      code: 'ERR_INVALID_ARG_VALUE',
      message: '"prefix" must not contain braces',
    })
    expect(made({ client, prefix: 'shop:mp' })).not.to.throw()
  })
})

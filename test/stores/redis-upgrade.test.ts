import { expect } from 'chai'
import type { TokenRecord } from 'mercadopago-oauth/store'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { rejection } from '../helpers/errors.js'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { ioredis, nodeRedis, record } from './redis-clients.js'
import { version1, version1Entry } from './redis-version-1.js'

const clientId = '1234567890'
const sellers = `mercadopago:{${clientId}}:sellers`

/** The body that core writes, member by member. */
const body = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({
    v: 1,
    accessToken: 'v1.keyident.nonce-a.access',
    refreshToken: 'v1.keyident.nonce-r.refresh',
    expiresAt: '2027-05-20T10:11:12.345Z',
    scope: 'offline_access read write',
    publicKey: 'APP_USR-key',
    liveMode: true,
    lostReason: null,
    renewedAt: null,
    ...changes,
  })

/** What the sellers of version 1 are today. */
const upgraded: TokenRecord[] = [
  record({ sellerId: '111', body: body() }),
  record({
    sellerId: '112',
    generation: 1_764_000_000_002,
    dueAt: new Date('2027-04-19T00:00:00.001Z'),
    body: body({ renewedAt: '2026-12-01T00:00:00.000Z' }),
  }),
  record({
    sellerId: '113',
    dueAt: null,
    body: body({ lostReason: 'revoked', renewedAt: '2026-12-02T01:02:03.004Z' }),
  }),
  record({
    sellerId: '114',
    dueAt: null,
    body: body({
      refreshToken: null,
      scope: '',
      publicKey: null,
      liveMode: null,
      lostReason: 'no_offline_access',
    }),
  }),
  record({
    sellerId: '115',
    dueAt: null,
    owner: null,
    body: body({ liveMode: false, lostReason: 'rotation_lost' }),
  }),
  record({
    sellerId: '116',
    dueAt: null,
    owner: 'tienda: ñandú "1"/🦙\\',
    body: body({ lostReason: 'expired' }),
  }),
  record({
    sellerId: '117',
    generation: Number.MAX_SAFE_INTEGER,
    dueAt: new Date(1),
    linkedAt: new Date(0),
    body: body({ scope: 'read "quoted" \u2028 ñ/🦙\\', publicKey: 'a:{b}:' }),
  }),
  record({
    sellerId: '~canary',
    generation: 1,
    dueAt: null,
    owner: null,
    body: body({
      refreshToken: null,
      expiresAt: '2026-11-21T10:11:12.345Z',
      scope: '',
      publicKey: null,
      liveMode: null,
    }),
  }),
]
const ofOtherApplication = record({ clientId: 'app:{1}', generation: 5, body: body() })
const neverDue = ['113', '114', '115', '116', '~canary']

describeOnOwnRedis('RedisTokenStore on the data of version 1', () => {
  let server: RedisServer
  let client: Awaited<ReturnType<typeof nodeRedis>>
  let store: RedisTokenStore

  before(async () => {
    server = await startRedis({ args: [] })
    client = await nodeRedis(server.url)
    store = new RedisTokenStore({ client })
  })

  beforeEach(async () => {
    await client.flushAll()
    for (const command of version1) await client.sendCommand([...command])
  })

  after(async () => {
    client?.destroy()
    await server?.stop()
  })

  const idsOf = (records: readonly TokenRecord[]) => records.map(({ sellerId }) => sellerId)

  /** Every key with all that it holds. */
  async function contents(): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {}
    for (const key of (await client.keys('*')).sort()) {
      const type = await client.type(key)
      if (type === 'hash') found[key] = { ...(await client.hGetAll(key)) }
      else if (type === 'zset') found[key] = await client.zRangeWithScores(key, 0, -1)
      else found[key] = await client.get(key)
    }
    return found
  }

  /** A thousand more sellers of version 1, every third of them never due. */
  async function addThousand(): Promise<string[]> {
    const due = (await client.hGet(sellers, '111')) ?? ''
    const never = (await client.hGet(sellers, '113')) ?? ''
    const ids = Array.from({ length: 1_000 }, (_, index) => String(200_000 + index))
    await Promise.all(
      ids.map(async (id, index) => {
        await client.hSet(sellers, id, index % 3 === 0 ? never : due)
        await client.zAdd(`mercadopago:{${clientId}}:ids`, { score: 0, value: id })
      }),
    )
    return ids.filter((_, index) => index % 3 === 0)
  }

  it('reads it as it is, before it is upgraded', async () => {
    expect(await store.list({ clientId, limit: 99 })).to.deep.equal(upgraded)
    for (const each of upgraded) expect(await store.get(each)).to.deep.equal(each)
    expect(await store.get(ofOtherApplication)).to.deep.equal(ofOtherApplication)
    expect(idsOf(await store.byOwner(clientId, 'shop-1'))).to.deep.equal([
      '117',
      '111',
      '112',
      '113',
      '114',
    ])
    const due = new Date('2027-04-19T00:00:00.001Z')
    expect(idsOf(await store.list({ clientId, limit: 99, due }))).to.deep.equal(['112', '117'])
  })

  it('renews over it, before it is upgraded', async () => {
    const [held, abandoned] = upgraded as [TokenRecord, TokenRecord]
    const dueBefore = new Date('2028-01-01')
    const query = { clientId, dueBefore, limit: 9, holder: 'new', leaseMs: 9_000 }

    const claimed = await store.claimDue(query)

    expect(claimed).to.deep.equal([
      { record: upgraded[6], abandoned: false },
      { record: abandoned, abandoned: true },
    ])
    expect(await store.lease(held, 'new', 9_000)).to.deep.equal({ state: 'held' })
    const next = { ...abandoned, generation: abandoned.generation + 1, owner: 'shop-2' }
    expect(await store.save(next, abandoned.generation - 1, 'new')).to.equal(false)
    expect(await store.save(next, abandoned.generation, 'new')).to.equal(true)
    expect(await store.get(abandoned)).to.deep.equal(next)
    expect(idsOf(await store.byOwner(clientId, 'shop-1'))).not.to.include('112')
  })

  for (const [name, connect] of Object.entries({ redis: nodeRedis, ioredis })) {
    it(`becomes today's by migrate(), seller by seller, with ${name}`, async () => {
      const other = await connect(server.url)
      const before = await contents()

      const findings = await new RedisTokenStore({ client: other }).migrate()
      await other.quit()

      expect(findings).to.deep.equal([])
      expect(await store.list({ clientId, limit: 99 })).to.deep.equal(upgraded)
      expect(await store.get(ofOtherApplication)).to.deep.equal(ofOtherApplication)
      expect(idsOf(await store.list({ clientId, limit: 99, due: 'never' }))).to.deep.equal(neverDue)
      const { [sellers]: entries, ...others } = await contents()
      expect(entries).to.deep.equal(
        Object.fromEntries(upgraded.map((each) => [each.sellerId, entryOf(each)])),
      )
      const otherSellers = 'mercadopago:{app%3A%7B1%7D}:sellers'
      const { [sellers]: _, ...kept } = before
      expect(others).to.deep.equal({
        ...kept,
        [otherSellers]: { '111': entryOf(ofOtherApplication) },
        [`mercadopago:{${clientId}}:never`]: neverDue.map((value) => ({ value, score: 0 })),
        'mercadopago:version': '2',
      })
    })
  }

  const entryOf = ({ generation, owner, dueAt, linkedAt, body }: TokenRecord) =>
    `${generation}:${owner === null ? '' : `=${encodeURIComponent(owner)}`}:` +
    `{2:${dueAt?.getTime() ?? ''}:${linkedAt.getTime()}}${body}`

  it('is upgraded once: a second migrate() reads one key', async () => {
    await store.migrate()
    const after = await contents()
    const sent: (string | undefined)[] = []
    const sendCommand = (args: string[]) => {
      sent.push(args[0])
      return client.sendCommand(args)
    }

    await new RedisTokenStore({ client: { sendCommand } }).migrate()

    expect(await contents()).to.deep.equal(after)
    expect(sent).to.deep.equal(['EVALSHA', 'INFO'])
  })

  it('is upgraded from two machines at once', async () => {
    const never = await addThousand()
    const other = await ioredis(server.url)

    await Promise.all([store.migrate(), new RedisTokenStore({ client: other }).migrate()])
    other.disconnect()

    const found = await store.list({ clientId, limit: 9_999, due: 'never' })
    expect(idsOf(found)).to.have.members([...neverDue, ...never])
    expect(await version1Left()).to.equal(0)
  })

  it('is upgraded by the next migrate() when one was stopped, wherever that was', async () => {
    const never = await addThousand()
    const wanted = await store.list({ clientId, limit: 9_999 })
    let sends = 0
    for (let isDone = false; !isDone; sends++) {
      let left = sends
      const sendCommand = async (args: string[]) => {
        if (left-- === 0) throw new Error('the process ends')
        return await client.sendCommand(args)
      }
      isDone = await new RedisTokenStore({ client: { sendCommand } }).migrate().then(
        () => true,
        () => false,
      )
      expect(await store.list({ clientId, limit: 9_999 })).to.deep.equal(wanted)
    }

    expect(sends).to.be.greaterThan(8)
    expect(await version1Left()).to.equal(0)
    const found = await store.list({ clientId, limit: 9_999, due: 'never' })
    expect(idsOf(found)).to.have.members([...neverDue, ...never])
  })

  it('may change while it is upgraded: no save is lost, in either version', async () => {
    const [first, second] = upgraded as [TokenRecord, TokenRecord]
    const late = version1Entry('115')
    let isSaved = false
    const sendCommand = async (args: string[]) => {
      // Between reading the page and writing it.
      if (!isSaved && args.includes(sellers) && args.includes(first.sellerId)) {
        isSaved = true
        await store.save({ ...second, generation: 9 }, second.generation)
        await client.hSet(sellers, first.sellerId, late)
      }
      return await client.sendCommand(args)
    }

    await new RedisTokenStore({ client: { sendCommand } }).migrate()

    expect(isSaved).to.equal(true)
    expect(await store.get(second)).to.deep.equal({ ...second, generation: 9 })
    expect(await store.get(first)).to.deep.equal({ ...upgraded[4], sellerId: '111' })
    expect(await version1Left()).to.equal(0)
  })

  it('can still be saved by a process of version 1 once it is upgraded', async () => {
    await store.migrate()
    const entry = (await client.hGet(sellers, '113')) ?? ''

    // What the scripts of version 1 read of an entry, and what they then write.
    expect(/^(\d+):([^:]*):\{/.exec(entry)?.slice(1)).to.deep.equal(['1764000000001', '=shop-1'])
    await client.hSet(sellers, '113', version1Entry('111'))
    await client.zAdd(`mercadopago:{${clientId}}:due`, { score: 1, value: '113' })

    expect(await store.get(record({ sellerId: '113' }))).to.deep.equal({
      ...upgraded[0],
      sellerId: '113',
    })
    expect(idsOf(await store.list({ clientId, limit: 99, due: 'never' }))).to.deep.equal(
      neverDue.filter((id) => id !== '113'),
    )
  })

  it('keeps a damaged entry as it is, and upgrades the others', async () => {
    const damaged = '1764000000001:=shop-1:{"accessToken":"v1.keyident'
    await client.hSet(sellers, '112', damaged)

    await store.migrate()

    expect(await client.hGet(sellers, '112')).to.equal(damaged)
    expect(await version1Left()).to.equal(1)
  })

  it("leaves other prefixes' sellers and foreign keys alone", async () => {
    const entry = version1Entry('111')
    const foreign = [
      'mercadopago-2:{1}:sellers',
      'x:mercadopago:{1}:sellers',
      'mercadopago:1}:sellers',
    ]
    for (const key of foreign) await client.hSet(key, '111', entry)

    await store.migrate()

    for (const key of foreign) expect(await client.hGet(key, '111')).to.equal(entry)
  })

  it('is found among more keys than one command scans', async () => {
    const foreign = Array.from({ length: 5_000 }, (_, index) => `another:${index}`)
    await client.mSet(foreign.map((key) => [key, ''] as [string, string]))
    const clientIds = Array.from({ length: 40 }, (_, index) => String(index))
    for (const id of clientIds) {
      await client.hSet(`mercadopago:{${id}}:sellers`, '111', version1Entry('111'))
    }

    await store.migrate()

    for (const id of clientIds) {
      const entry = await client.hGet(`mercadopago:{${id}}:sellers`, '111')
      expect(entry).to.equal(entryOf(upgraded[0] as TokenRecord))
    }
  })

  for (const version of ['3', '10', 'new']) {
    it(`refuses version ${version}, and changes nothing`, async () => {
      await client.set('mercadopago:version', version)
      const before = await contents()

      const { message } = await rejection(store.migrate(), Error)

      expect(message).to.equal(
        `the sellers under "mercadopago" have format ${version}, and this release knows formats up to 2: ` +
          'install a newer mercadopago-oauth-redis',
      )
      expect(await contents()).to.deep.equal(before)
    })
  }

  async function version1Left(): Promise<number> {
    const entries = Object.values(await client.hGetAll(sellers))
    return entries.filter((entry) => /^\d+:[^:]*:\{"/.test(entry)).length
  }
})

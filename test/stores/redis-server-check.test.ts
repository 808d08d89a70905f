import { expect } from 'chai'
import { RedisTokenStore, type ServerFinding } from 'mercadopago-oauth-redis'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.js'
import { ioredis, nodeRedis } from './redis-clients.js'

const evicts = (policy: string): ServerFinding => ({
  code: 'evicts',
  message: `The server evicts keys when its memory is full (maxmemory-policy ${policy}).`,
  advice: 'Set maxmemory-policy noeviction.',
})
const forgets: ServerFinding = {
  code: 'not_durable',
  message: 'The server keeps nothing on disk (appendonly no, no save points).',
  advice: 'Set appendonly yes.',
}
const isReplica: ServerFinding = {
  code: 'replica',
  message: 'The server is a replica, which refuses writes.',
  advice: 'Connect to the primary.',
}
const unknown = (message: string): ServerFinding => ({
  code: 'unknown',
  message,
  advice: 'Ask the administrator of the server.',
})
const diskUnknown = unknown(
  'Whether the server keeps its keys on disk could not be checked: it forbids CONFIG.',
)
const allUnknown = unknown(
  'Whether the server evicts keys and keeps them on disk could not be checked: it forbids INFO.',
)

describeOnOwnRedis('RedisTokenStore.inspectServer()', () => {
  let server: RedisServer | undefined

  afterEach(async () => {
    await server?.stop()
    server = undefined
  })

  /** What both clients are told about a server that is set up like this. */
  async function findings(
    args: string[],
    address = (url: string) => url,
    acl?: string,
  ): Promise<ServerFinding[]> {
    server = await startRedis({ args })
    const admin = await ioredis(server.url)
    if (acl) await admin.call('ACL', 'SETUSER', 'shop', 'on', '>secret', '~*', ...acl.split(' '))
    admin.disconnect()
    const one = await nodeRedis(address(server.url))
    const other = await ioredis(address(server.url))
    try {
      const found = await new RedisTokenStore({ client: one }).inspectServer()
      expect(await new RedisTokenStore({ client: other }).inspectServer()).to.deep.equal(found)
      return found
    } finally {
      one.destroy()
      other.disconnect()
    }
  }

  const asShop = (url: string) => url.replace('redis://', 'redis://shop:secret@')

  it('finds nothing in a server that keeps everything', async () => {
    expect(await findings([])).to.deep.equal([])
  })

  it('finds nothing in one that writes each change down, with no save points', async () => {
    expect(await findings(['--save', ''])).to.deep.equal([])
  })

  it('finds nothing in one that refuses writes when its memory is full', async () => {
    const args = ['--maxmemory', '100mb', '--maxmemory-policy', 'noeviction']
    expect(await findings(args)).to.deep.equal([])
  })

  it('finds nothing in one with save points only', async () => {
    expect(await findings(['--appendonly', 'no', '--save', '60 1'])).to.deep.equal([])
  })

  it('says that the server evicts keys', async () => {
    const args = ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru']
    expect(await findings(args)).to.deep.equal([evicts('allkeys-lru')])
  })

  it('says nothing of a policy without a limit', async () => {
    expect(await findings(['--maxmemory-policy', 'allkeys-lru'])).to.deep.equal([])
  })

  it('says that the server keeps nothing', async () => {
    expect(await findings(['--appendonly', 'no', '--save', ''])).to.deep.equal([forgets])
  })

  it('says both', async () => {
    const memory = ['--maxmemory', '100mb', '--maxmemory-policy', 'volatile-ttl']
    const args = ['--appendonly', 'no', '--save', '', ...memory]
    expect(await findings(args)).to.deep.equal([evicts('volatile-ttl'), forgets])
  })

  it('says that it is a replica', async () => {
    expect(await findings(['--replicaof', '127.0.0.1', '1'])).to.deep.equal([isReplica])
  })

  it('says what it may not ask', async () => {
    const args = ['--appendonly', 'no']
    expect(await findings(args, asShop, '+@all -config')).to.deep.equal([diskUnknown])
  })

  it('reports what the server cannot tell', async () => {
    const args = ['--appendonly', 'no', '--rename-command', 'CONFIG', '']
    expect(await findings(args)).to.deep.equal([diskUnknown])
  })

  it('says when it may ask nothing at all', async () => {
    const commands = '+evalsha +eval +script|load'
    expect(await findings([], asShop, commands)).to.deep.equal([allUnknown])
  })

  it('is also what migrate() returns', async () => {
    server = await startRedis({ args: ['--appendonly', 'no', '--save', ''] })
    const client = await nodeRedis(server.url)
    try {
      expect(await new RedisTokenStore({ client }).migrate()).to.deep.equal([forgets])
    } finally {
      client.destroy()
    }
  })
})

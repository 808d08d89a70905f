import { expect } from 'chai'
import { withRealSockets } from '../helpers/nock.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnOwnRedis, type RedisServer, startRedis } from '../helpers/redis-server.ts'
import { createFolder, removeFolder, type SampleApp } from './sample-app.ts'
import { press, SharedSandbox } from './shared-sandbox.ts'
import { signedIn } from './visitor.ts'

const ana = 700100001
const joao = 700200002

describe('the Koa app and the Express app on one SQLite file', () => {
  twoAppsAsOne(() => ({}))
})

describeOnPostgres('the Koa app and the Express app on one PostgreSQL', (postgres) => {
  twoAppsAsOne(() => ({ DATABASE_URL: postgres.url }))
})

describeOnOwnRedis('the Koa app and the Express app on one Redis', () => {
  let redis: RedisServer

  before(async () => {
    redis = await startRedis({
      args: ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    })
  })

  const warning =
    'REDIS_URL: The server evicts keys when its memory is full (maxmemory-policy allkeys-lru). Set maxmemory-policy noeviction.\n'
  twoAppsAsOne(() => ({ REDIS_URL: redis.url }), warning)

  after(() => redis.stop())
})

function twoAppsAsOne(env: () => NodeJS.ProcessEnv, warning = ''): void {
  withRealSockets()
  let shared: SharedSandbox
  let folder: string
  let koa: SampleApp
  let express: SampleApp

  before(async function () {
    this.timeout(60_000)
    shared = await SharedSandbox.start()
    folder = createFolder()
    // At once: both find an empty store and no key.
    const both = ['koa', 'express-passport'].map((name) => shared.startApp(name, env(), folder))
    const [one, other] = await Promise.all(both)
    if (one === undefined || other === undefined) throw new Error('an app is missing')
    koa = one
    express = other
  })

  it('shows a seller that the other app linked, and disconnects it for both', async () => {
    const linked = await shared.link(koa, ana)
    const elsewhere = await pageOf(express, `/sellers/${ana}`)
    const { status, location } = await press(express, ana, 'disconnect')

    expect(linked).to.equal(`/sellers/${ana}`)
    expect(elsewhere).to.contain('PANADERIA_ANA')
    expect({ status, location }).to.deep.equal({ status: 303, location: '/' })
    expect(await pageOf(koa, '/')).not.to.contain('PANADERIA_ANA')
    expect((await press(koa, ana, 'renew')).status).to.equal(404)
  })

  it('sends one refresh request when both renew at once', async () => {
    await shared.link(express, joao)
    const before = shared.refreshes.length
    const { arrived, release } = shared.holdRenewals()

    const first = press(koa, joao, 'renew')
    await arrived
    const second = press(express, joao, 'renew')
    // Behind the second renewal's own reads.
    for (let visits = 0; visits < 4; visits++) await pageOf(express, `/sellers/${joao}`)
    release()

    const expected = { status: 303, location: `/sellers/${joao}` }
    expect(await first).to.include(expected)
    expect(await second).to.include(expected)
    expect(shared.refreshes.length - before).to.equal(1)
    for (const app of [koa, express]) {
      expect(await pageOf(app, `/sellers/${joao}`)).to.contain('data-testid="renewed-at"')
    }
  })

  it('ends once and quietly when asked twice, after the warnings of the store', async () => {
    const { arrived, release } = shared.holdRenewals()
    const pressed = press(koa, joao, 'renew')
    await arrived
    // It waits for the renewal, so the second signal finds it still ending.
    const ended = [koa.end('SIGINT'), koa.end('SIGTERM'), express.end()]
    release()
    await pressed
    const outcomes = await Promise.all(ended)

    for (const { stderr, code } of outcomes) {
      expect({ stderr, code }).to.deep.equal({ stderr: warning, code: 0 })
    }
  })

  after(async () => {
    await Promise.all([koa?.end(), express?.end()])
    await shared?.stop()
    if (folder) removeFolder(folder)
  })
}

async function pageOf(app: SampleApp, path: string): Promise<string> {
  return (await (await signedIn(app)).get(path)).body
}

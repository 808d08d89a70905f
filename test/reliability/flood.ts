import { createHash, randomBytes } from 'node:crypto'
import { type AppName, type AppTasks, appScript } from './app-worker.ts'
import { FloodConnection, type Statuses } from './flood-connection.ts'
import { Bounds, type Report } from './report.ts'
import type { WorkerSettings } from './worker.ts'
import { WorkerProcess } from './worker-process.ts'

const mostGrowthMib = 20
const names: readonly AppName[] = ['koa', 'passport']
const connections = 16
/** So many at most come before the first measurement: they compile the code and fill the pools of Node. */
const warmUp = 20_000

/** Nobody is ever asked: an attempt that is not finished makes no request. */
const settings: WorkerSettings = {
  storeUrl: 'memory:',
  authorizationEndpoint: 'https://provider.example/authorization',
  tokenEndpoint: 'https://provider.example/token',
  userInfoEndpoint: 'https://provider.example/me',
  clientId: '1234567890123456',
  clientSecret: randomBytes(16).toString('hex'),
  redirectUri: 'https://app.example/callback',
  webhookSecret: randomBytes(16).toString('hex'),
  encryptionKeys: [randomBytes(32).toString('base64')],
  offsetMs: 0,
  leaseMs: 30_000,
  cacheMs: 5_000,
  storeTimeoutMs: 1_500,
  renewalWaitMs: 2_000,
  timeoutMs: 10_000,
  isGated: false,
}

/**
 * R09: so many attempts are begun at each adapter and none is finished, and a tenth as many callbacks come with a
 * made-up state and cookie, all over HTTP. Nothing of them is kept.
 */
export async function flood({ starts }: { starts: number }): Promise<Report> {
  const bounds = new Bounds()
  const app = await WorkerProcess.run<AppTasks>(appScript, settings)
  try {
    const ports = await app.request('ports', {})
    const callbacks = Math.ceil(starts / 10)
    for (const name of names) {
      const count = Math.min(warmUp, Math.ceil(starts / 10))
      await send(ports[name], count, startRequest)
      await send(ports[name], Math.ceil(count / 10), await forgery(ports[name]))
    }
    const before = await app.request('figures', {})
    const mapsBefore = await app.request('maps', {})
    const figures: Record<string, number | string> = {}
    const startedAtMs = performance.now()
    for (const name of names) {
      const begun = await send(ports[name], starts, startRequest)
      bounds.equal(`${name}, statuses of starts`, shown(begun), `302 × ${starts}`)
      const refused = await send(ports[name], callbacks, await forgery(ports[name]))
      bounds.equal(`${name}, statuses of callbacks`, shown(refused), `403 × ${callbacks}`)
      const { rssBytes } = await app.request('figures', {})
      const growth = mib(rssBytes - before.rssBytes)
      figures[`${name}, starts`] = shown(begun)
      figures[`${name}, forged callbacks`] = shown(refused)
      figures[`resident, growth after ${name}, MiB`] = growth
      bounds.withinMib(`resident, growth after ${name}`, growth, mostGrowthMib)
    }
    const perSecond = (2 * (starts + callbacks) * 1_000) / (performance.now() - startedAtMs)
    const after = await app.request('figures', {})
    const kept = Object.entries(await app.request('maps', {})).filter(isOfOurs)
    const entries = kept.reduce((sum, [path, size]) => sum + size - (mapsBefore[path] ?? 0), 0)
    // What is configured, as the hosts of the token endpoint, was there before.
    bounds.equal('entries in the store and the replay guard', entries, 0)
    for (const name of ['store.#entries', 'replayGuard.#expiries']) {
      bounds.equal(`${name} is looked at`, String(kept.some(([path]) => path === name)), 'true')
    }
    return {
      run: 'R09 flood',
      size: `${starts} starts and ${callbacks} forged callbacks at each adapter`,
      figures: {
        ...figures,
        'heap, growth, MiB': mib(after.heapUsedBytes - before.heapUsedBytes),
        'resident before, MiB': mib(before.rssBytes),
        'entries in the store and the replay guard': entries,
        'requests a second': Math.round(perSecond),
      },
      broken: bounds.broken,
      late: bounds.late,
    }
  } finally {
    await app.kill()
  }
}

/** Sends so many requests over several connections. */
async function send(port: number, count: number, request: () => string): Promise<Statuses> {
  const statuses: Statuses = new Map()
  const lanes = Array.from({ length: connections }, async (_, lane) => {
    const connection = await FloodConnection.open(port)
    await connection.send(Math.floor((count + lane) / connections), request, statuses)
    connection.close()
  })
  await Promise.all(lanes)
  return statuses
}

function startRequest(): string {
  return 'GET /connect HTTP/1.1\r\nHost: app.example\r\nX-User: shop-1\r\n\r\n'
}

/** Callbacks whose cookie has the name that the state asks for, and is no more than random bytes. */
async function forgery(port: number): Promise<() => string> {
  const init = { redirect: 'manual', headers: { 'x-user': 'shop-1' } } as const
  const { headers } = await fetch(`http://127.0.0.1:${port}/connect`, init)
  const [cookie = ''] = headers.getSetCookie()
  const [, prefix = '', value = ''] = /^(__Host-mp-[\w-]{8}-)[^=]*=([^;]*)/.exec(cookie) ?? []
  return () => {
    const state = randomBytes(32).toString('base64url')
    const name = createHash('sha256').update(state).digest('base64url').slice(0, 22)
    const sealed = randomBytes(Math.ceil((value.length * 3) / 4)).toString('base64url')
    return [
      `GET /callback?code=TG-${randomBytes(12).toString('hex')}-1&state=${state} HTTP/1.1`,
      'Host: app.example',
      'X-User: shop-1',
      `Cookie: ${prefix}${name}=${sealed}`,
      '\r\n',
    ].join('\r\n')
  }
}

function isOfOurs([path]: [path: string, size: number]): boolean {
  return !path.includes('Symbol(')
}

function shown(statuses: Statuses): string {
  return [...statuses].map(([status, count]) => `${status} × ${count}`).join(', ')
}

function mib(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 100) / 100
}

import { readFileSync } from 'node:fs'
import type { InStatement } from '@libsql/client'
import { expect } from 'chai'
import type { SellerTokens } from 'mercadopago-oauth'
import type { TokenStore } from 'mercadopago-oauth/store'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { RedisTokenStore } from 'mercadopago-oauth-redis'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import pg from 'pg'
import {
  type OldRow,
  type OldState,
  oldHolder,
  type ThousandSellers,
  thousandSellers,
} from '../fixtures/thousand-sellers.ts'
import { collected } from '../helpers/collected.ts'
import { describeOnPostgres } from '../helpers/postgres-suite.ts'
import { describeOnOwnRedis, startRedis } from '../helpers/redis-server.ts'
import { RotatingProvider } from '../helpers/rotating-provider.ts'
import { eventsOf, SellerWorld } from '../helpers/seller-world.ts'
import { SqliteFile } from '../helpers/sqlite-file.ts'
import { nodeRedis } from './redis-clients.ts'

/** A database of version 1 with these sellers, upgraded, and how to be rid of it. */
type OpenUpgraded = (
  clientId: string,
  rows: readonly OldRow[],
) => Promise<{ store: TokenStore; close(): Promise<void> }>

function schema(kind: 'sqlite' | 'postgres'): string {
  return readFileSync(`test/fixtures/${kind}-schema-1.sql`, 'utf8')
}

/** The columns of version 1. */
function columnsOf(application: string, row: OldRow): Record<string, unknown> {
  return {
    application,
    seller_id: row.sellerId,
    generation: row.generation,
    access_token: row.accessToken,
    refresh_token: row.refreshToken,
    expires_at: row.expiresAt,
    due_at: row.dueAt,
    lost_reason: row.lostReason,
    owner: row.owner,
    scope: row.scope,
    public_key: row.publicKey,
    live_mode: row.liveMode,
    linked_at: row.linkedAt,
    renewed_at: row.renewedAt,
    lease_holder: row.lease?.holder ?? null,
    lease_until: row.lease?.until ?? null,
    lease_abandoned: false,
  }
}

function sqliteInsert(application: string, row: OldRow): InStatement {
  const columns = columnsOf(application, row)
  const names = Object.keys(columns)
  const values = Object.values(columns).map((value) =>
    value === null || typeof value === 'string' ? value : BigInt(Number(value)),
  )
  return {
    sql: `INSERT INTO mercadopago_sellers (${names.join()}) VALUES (${names.map(() => '?').join()})`,
    args: values,
  }
}

const onSqlite: OpenUpgraded = async (clientId, rows) => {
  const file = new SqliteFile()
  const client = file.client()
  await client.executeMultiple(schema('sqlite'))
  await client.batch(
    rows.map((row) => sqliteInsert(clientId, row)),
    'write',
  )
  const store = new SqliteTokenStore({ client })
  await store.migrate()
  return { store, close: async () => file.close() }
}

function onPostgres(database: { readonly url: string }): OpenUpgraded {
  return async (clientId, rows) => {
    const pool = new pg.Pool({ connectionString: database.url })
    await pool.query(schema('postgres'))
    await pool.query(
      `insert into mercadopago_sellers
       select * from json_populate_recordset(null::mercadopago_sellers, $1)`,
      [JSON.stringify(rows.map((row) => columnsOf(clientId, row)))],
    )
    const store = new PostgresTokenStore({ pool })
    await store.migrate()
    return { store, close: () => pool.end() }
  }
}

function redisCommands(clientId: string, row: OldRow): string[][] {
  const { sellerId, generation, lease, ...fields } = row
  const key = (name: string) => `mercadopago:{${clientId}}:${name}`
  const owner = row.owner === null ? '' : `=${row.owner}`
  const commands = [
    ['HSET', key('sellers'), sellerId, `${generation}:${owner}:${JSON.stringify(fields)}`],
    ['ZADD', key('ids'), '0', sellerId],
  ]
  if (row.dueAt !== null) {
    commands.push(['ZADD', key('due'), String(row.dueAt.getTime()), sellerId])
  }
  if (owner !== '') commands.push(['ZADD', key('owners'), '0', `${owner}:${sellerId}`])
  if (lease !== null) {
    const value = `${lease.until.getTime()}:${lease.holder}`
    commands.push(['HSET', key('leases'), sellerId, value])
  }
  return commands
}

function onRedis(server: { readonly url: string }): OpenUpgraded {
  return async (clientId, rows) => {
    const client = await nodeRedis(server.url)
    const commands = rows.flatMap((row) => redisCommands(clientId, row))
    await Promise.all(commands.map((command) => client.sendCommand(command)))
    const store = new RedisTokenStore({ client })
    await store.migrate()
    return { store, close: async () => client.destroy() }
  }
}

function suite(openUpgraded: OpenUpgraded): void {
  let world: SellerWorld
  let provider: RotatingProvider
  let sellers: ThousandSellers
  let close: () => Promise<void>

  beforeEach(async function () {
    this.timeout(60_000)
    world = await SellerWorld.open()
    provider = new RotatingProvider()
    world.server.reply = provider.reply
    sellers = thousandSellers(world.sellerKey.clientId, world.key, world.now)
    const opened = await openUpgraded(world.sellerKey.clientId, sellers.rows)
    world.store = opened.store
    close = opened.close
  })

  afterEach(async () => {
    await world.close()
    await close()
  })

  const idsOf = (...wanted: OldState[]) =>
    [...sellers.states].flatMap(([sellerId, state]) => (wanted.includes(state) ? [sellerId] : []))

  /** The tokens of sellers, as the callers of a machine get them. */
  async function tokensFrom(machine: SellerTokens, ids: readonly string[]): Promise<string[]> {
    const tokens: string[] = []
    for (const sellerId of ids) tokens.push(await machine.accessToken(sellerId))
    return tokens
  }

  /** Two machines sweep at once. */
  async function swept(): Promise<string[]> {
    const machines = [world.machine(), world.machine()]
    const outcomes = await Promise.all(
      machines.map((machine) => collected(machine.renewDue({ concurrency: 4 }))),
    )
    for (const outcome of outcomes.flat()) expect(outcome).to.include({ renewed: true })
    return outcomes
      .flat()
      .map(({ sellerId }) => sellerId)
      .sort()
  }

  it('keeps every seller with tokens that open, and what a screen shows of it', async () => {
    const machine = world.machine()
    const events = eventsOf(machine)

    const listed = await collected(machine.list())

    const shown = listed.map((one) =>
      'error' in one
        ? one
        : {
            sellerId: one.sellerId,
            owner: one.owner ?? null,
            lostReason: one.lostReason ?? null,
            cannotRenew: one.cannotRenew,
            expiresAt: one.expiresAt,
            dueAt: one.dueAt ?? null,
            linkedAt: one.linkedAt,
            renewedAt: one.renewedAt ?? null,
            scope: one.scope.join(' '),
            publicKey: one.publicKey ?? null,
            liveMode: one.liveMode ?? null,
          },
    )
    const expected = sellers.rows
      .filter(({ sellerId }) => sellerId !== '~canary')
      .map(({ generation, accessToken, refreshToken, lease, ...row }) => ({
        ...row,
        cannotRenew: refreshToken === null,
      }))
    expect(shown).to.deep.equal(expected)
    const live = idsOf('well', 'held', 'offline')
    expect(await tokensFrom(machine, live)).to.deep.equal(live.map((id) => `APP_USR-${id}-1`))
    expect(events).to.deep.equal([])
    expect(provider.sent).to.deep.equal([])
  }).timeout(60_000)

  it('renews each due seller once, and those that are held when their holder lets go', async () => {
    const free = idsOf('due', 'due, abandoned')
    const held = idsOf('due, held')

    expect(await swept()).to.deep.equal(free)
    expect(await swept()).to.deep.equal([])
    for (const sellerId of held) {
      await world.store.release({ ...world.sellerKey, sellerId }, oldHolder)
    }
    expect(await swept()).to.deep.equal(held)
    expect(await swept()).to.deep.equal([])

    const due = [...free, ...held].sort()
    expect(provider.sent.toSorted()).to.deep.equal(due.map((id) => `TG-${id}-1`))
    expect(provider.refused).to.equal(0)
    const tokens = await tokensFrom(world.machine(), due)
    expect(tokens).to.deep.equal(due.map((id) => `APP_USR-${id}-2`))
    const relinked = await collected(world.machine().list({ needs: 'relink' }))
    expect(relinked.map(({ sellerId }) => sellerId)).to.deep.equal(idsOf('lost', 'offline'))
  }).timeout(60_000)
}

describe('a thousand sellers of version 1, on SQLite', () => suite(onSqlite))

describeOnPostgres('a thousand sellers of version 1, on PostgreSQL', (postgres) => {
  suite(onPostgres(postgres))

  afterEach(async () => {
    const client = new pg.Client(postgres.url)
    await client.connect()
    await client.query(`drop table if exists
      mercadopago_sellers, mercadopago_sellers_claims, mercadopago_sellers_schema`)
    await client.end()
  })
})

describeOnOwnRedis('a thousand sellers of version 1, on Redis', () => {
  const server = { url: '' }
  let stop: () => Promise<void> = async () => {}
  beforeEach(async () => {
    const started = await startRedis({ args: [] })
    server.url = started.url
    stop = started.stop
  })
  suite(onRedis(server))

  afterEach(() => stop())
})

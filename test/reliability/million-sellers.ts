import { createClient, type InStatement, type TransactionMode } from '@libsql/client'
import { type MysqlConnection, MysqlTokenStore } from 'mercadopago-oauth-mysql'
import { PostgresTokenStore } from 'mercadopago-oauth-postgres'
import { SqliteTokenStore } from 'mercadopago-oauth-sqlite'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { explain } from '../helpers/mariadb-server.ts'
import type { StoreKind } from './database.ts'
import { Bounds, type Report } from './report.ts'
import { World } from './world.ts'

const mostRssMib = 150

interface MillionSize {
  sellers: number
  due: number
  processes: number
}

/** The stores whose sweep searches by an index. */
type IndexedKind = Exclude<StoreKind, 'redis'>

const fillers = { postgres: fillPostgres, mysql: fillMysql, sqlite: fillSqlite }
const planners = { postgres: postgresPlan, mysql: mysqlPlan, sqlite: sqlitePlan }

/** Many sellers, few of them due: a few processes find these and share them. */
export async function millionSellers(
  kind: IndexedKind,
  { sellers, due, processes }: MillionSize,
): Promise<Report & { plan: string }> {
  const world = await World.open(kind, { sellers: due })
  const bounds = new Bounds()
  try {
    await world.linkAll()
    await world.makeDue()
    const { clientId } = world.client
    await fillers[kind](world.database.url, clientId, sellers - due)
    const plan = await planners[kind](world.database.url, clientId, world.now())

    const workers = await world.workers(processes)
    const startedAtMs = Date.now()
    const swept = await Promise.all(
      workers.map((worker) => worker.request('sweep', { concurrency: 8 })),
    )
    const tookMs = Date.now() - startedAtMs
    const renewed = swept.flatMap((each) => each.renewed)
    const requests = world.granted('refresh_token')
    const rssMib = swept.map(({ rssBytes }) => Math.ceil(rssBytes / 2 ** 20)).sort((a, b) => a - b)
    const fewest = Math.min(...swept.map((each) => each.renewed.length))
    bounds.equal('failures', swept.flatMap((each) => each.failures).join(), '')
    bounds.equal('requests', requests, due)
    bounds.equal('renewed', renewed.length, due)
    bounds.equal('different sellers renewed', new Set(renewed).size, due)
    bounds.atLeast('a share for each', fewest, 1)
    bounds.atMost('resident memory, MiB', Math.max(...rssMib), mostRssMib)
    if (!/(_| key: )due/.test(plan)) bounds.equal('plan', plan, 'the index of due sellers')
    return {
      run: `many sellers, ${kind}`,
      size: `${sellers} sellers, ${due} due, ${processes} processes`,
      figures: {
        requests,
        'renewals a second': Math.round((due / tookMs) * 1000),
        'resident memory of each, MiB': rssMib.join(', '),
        'smallest share': fewest,
      },
      broken: bounds.broken,
      late: bounds.late,
      plan,
    }
  } finally {
    await world.close()
  }
}

/** Text as long as that of a sealed token, which nobody opens. */
const sealedText = `v1.AAAAAAAA.${'A'.repeat(16)}.${'A'.repeat(120)}`

const body = JSON.stringify({
  v: 1,
  accessToken: sealedText,
  refreshToken: sealedText,
  expiresAt: '2099-12-31T00:00:00.000Z',
  scope: 'offline_access read write',
  publicKey: 'APP_USR-key',
  liveMode: true,
  lostReason: null,
  renewedAt: null,
})

async function fillPostgres(url: string, clientId: string, count: number): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    `insert into mercadopago_sellers (client_id, seller_id, generation, due_at, owner, linked_at, body)
    select $1, (900000000 + n)::text, 1, '2099-12-01', 'shop-' || n, '2026-11-21', $2
    from generate_series(1, $3::int) as n`,
    [clientId, body, count],
  )
  await client.query('analyze mercadopago_sellers')
  await client.end()
}

async function fillMysql(url: string, clientId: string, count: number): Promise<void> {
  const connection = await mysql.createConnection(url)
  // MariaDB and MySQL have different names for the recursion limit.
  for (const limit of ['max_recursive_iterations', 'cte_max_recursion_depth']) {
    await connection.query(`set session ${limit} = ${count}`).catch(() => {})
  }
  await connection.query(
    `insert into mercadopago_sellers
      (client_hash, seller_id, client_id, generation, due_at, owner, linked_at, body)
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?)
    select unhex(sha2(?, 256)), 900000000 + n, ?, 1, ?, concat('shop-', n), 1795000000000, ? from numbers`,
    [count, clientId, clientId, Date.UTC(2099, 11, 1), body],
  )
  await connection.query('analyze table mercadopago_sellers')
  await connection.end()
}

async function fillSqlite(url: string, clientId: string, count: number): Promise<void> {
  const client = createClient({ url })
  await client.execute({
    sql: `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
      INSERT INTO mercadopago_sellers (client_id, seller_id, generation, due_at, owner, linked_at, body)
      SELECT :clientId, 900000000 + n, 1, :dueAt, 'shop-' || n, 1795000000000, :body
      FROM numbers`,
    args: { count, clientId, body, dueAt: Date.UTC(2099, 11, 1) },
  })
  client.close()
}

/** How the store's own statement is carried out. It is, and what it leased is given back. */
async function postgresPlan(url: string, clientId: string, dueBefore: Date): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  let plan = ''
  const pool = {
    async query(text: string, values: unknown[] = []) {
      await client.query('begin')
      const { rows } = await client.query(
        `explain (analyze, costs off, buffers off, timing off, summary off) ${text}`,
        values,
      )
      await client.query('rollback')
      plan = rows.map((row) => String(row['QUERY PLAN'])).join('\n')
      return { rows: [] }
    },
  }
  const store = new PostgresTokenStore({ pool })
  await store.claimDue({ clientId, dueBefore, limit: 8, holder: 'plan', leaseMs: 1 })
  await client.end()
  return plan
}

async function mysqlPlan(url: string, clientId: string, dueBefore: Date): Promise<string> {
  const connection = await mysql.createConnection(url)
  let plan = ''
  const explaining: MysqlConnection = {
    async execute(sql, values = []) {
      const [rows] = await connection.execute<mysql.RowDataPacket[]>(`${explain} ${sql}`, values)
      plan = rows.map((row) => shown(row)).join('\n')
      return [[], []]
    },
    query: (sql) => connection.query(sql),
    release: () => {},
    destroy: () => {},
  }
  const pool = { execute: explaining.execute, getConnection: async () => explaining }
  const store = new MysqlTokenStore({ pool })
  await store.claimDue({ clientId, dueBefore, limit: 8, holder: 'plan', leaseMs: 1 })
  await connection.end()
  return plan
}

/** A row of a plan, column by column. */
function shown(row: mysql.RowDataPacket): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}: ${value}`)
    .join(', ')
}

async function sqlitePlan(url: string, clientId: string, dueBefore: Date): Promise<string> {
  const client = createClient({ url })
  const asked: InStatement[] = []
  const open = client.transaction.bind(client)
  client.transaction = async (mode: TransactionMode = 'write') => {
    const transaction = await open(mode)
    transaction.execute = async (statement: InStatement) => {
      asked.push(statement)
      throw new Error('to be explained, not to be run')
    }
    return transaction
  }
  const store = new SqliteTokenStore({ client })
  const query = { clientId, dueBefore, limit: 8, holder: 'plan', leaseMs: 1 }
  await store.claimDue(query).catch(() => {})
  const [statement = ''] = asked
  const { sql, args = [] } = typeof statement === 'string' ? { sql: statement } : statement
  const { rows } = await client.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args })
  client.close()
  return rows.map((row) => String(row.detail)).join('\n')
}

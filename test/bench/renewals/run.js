import { readFileSync } from 'node:fs'
import pg from 'pg'
// The tests know how to start one.
import { startPostgres } from '../../../.cache/test/helpers/postgres-server.js'
import { Child } from '../child.js'
import { median, spread, table } from '../figures.js'
import { Stage } from '../stage.js'
import { Tables } from './tables.js'

/** As many lanes as `renewDue()` has by default. */
const width = 4
const ways = ['floor', 'ours']
const processCounts = [1, 4]
/** The code that is called often is compiled in these. */
const warmUps = 2

/** What the renewal of one seller costs, beside the least it could be: in a small table and in a large one. */
export async function run({ isFull, say }) {
  const [due, rounds] = [10_000, isFull ? 15 : 5]
  const sizes = [due, 1_000_000]
  const stage = await Stage.open()
  const database = await startPostgres()
  const pool = new pg.Pool({ connectionString: database.url })
  try {
    const tables = new Tables(pool, due)
    await tables.create()
    const settings = {
      url: database.url,
      tokenEndpoint: stage.tokenEndpoint,
      encryptionKey: tables.encryptionKey,
      width,
    }
    const context = { stage, pool, tables, settings, due, rounds, say }
    const rows = []
    for (const size of sizes) {
      await tables.grow(size)
      rows.push(await compare(context, size))
    }
    const plan = await tables.plan()
    const shared = await share(context)
    const note = `Medians of ${rounds} rounds, in which both ways take turns, after two to warm up; the lowest and the highest in brackets. In each round ${due.toLocaleString('en')} sellers are due, and ${width} are renewed at a time.`
    return { note, tables: [table(rows), shared, fenced(plan)] }
  } finally {
    await pool.end()
    await stage.close()
    await database.stop()
  }
}

async function compare({ stage, pool, tables, settings, due, rounds, say }, size) {
  const children = new Map()
  const figures = new Map(ways.map((way) => [way, []]))
  try {
    for (const way of ways) {
      const own = { ...settings, way, name: way }
      children.set(way, await Child.start('renewals/process.js', { core: 0, settings: own }))
    }
    for (let round = 1 - warmUps; round <= rounds; round++) {
      await tables.makeDue()
      for (const way of ways) {
        const before = await serverCpuUs(pool, way)
        const swept = await children.get(way).ask('sweep')
        const serverUs = (await serverCpuUs(pool, way)) - before
        assertOnce(await stage.renewals(), due)
        if (round > 0) figures.get(way).push({ ...swept, serverUs })
      }
      say(`${size} sellers, round ${round} of ${rounds}`)
    }
  } finally {
    for (const child of children.values()) await child.end()
  }
  return rowOf(size, due, figures)
}

/** Several processes at once, and no seller twice. */
async function share({ stage, tables, settings, due, say }) {
  const rows = []
  for (const count of processCounts) {
    const names = Array.from({ length: count }, (_, index) => `ours-${index}`)
    const children = await Promise.all(
      names.map((name) =>
        Child.start('renewals/process.js', { settings: { ...settings, way: 'ours', name } }),
      ),
    )
    await tables.makeDue()
    const swept = await Promise.all(children.map((child) => child.ask('sweep')))
    await Promise.all(children.map((child) => child.end()))
    const { requests, most } = await stage.renewals()
    assertOnce({ requests, most }, due)
    const cpuUs = swept.reduce((sum, one) => sum + one.cpuUs, 0)
    const shares = swept.map(({ renewed }) => renewed)
    rows.push({
      Processes: count,
      'refresh requests': requests.toLocaleString('en'),
      'most for one seller': most,
      'smallest share': Math.min(...shares).toLocaleString('en'),
      'CPU µs a renewal, all processes': Math.round(cpuUs / due),
      'renewals a second': Math.round(due / Math.max(...swept.map(({ seconds }) => seconds))),
    })
    say(`${count} processes`)
  }
  return table(rows)
}

/** The token endpoint counts: every seller once, nobody twice. */
function assertOnce({ requests, most }, due) {
  if (requests === due && most === 1) return
  throw new Error(`${requests} refresh requests for ${due} sellers, ${most} for one of them`)
}

function rowOf(size, due, figures) {
  const [floor, ours] = ways.map((way) => figures.get(way))
  const ratios = ours.map(({ cpuUs }, round) => cpuUs / floor[round].cpuUs)
  const each = (rounds, figure) => rounds.map((round) => round[figure] / due)
  return {
    'Sellers in the table': size.toLocaleString('en'),
    'CPU µs a renewal, floor': spread(each(floor, 'cpuUs'), 0),
    'CPU µs a renewal, renewDue()': spread(each(ours, 'cpuUs'), 0),
    'over the floor': spread(ratios, 2),
    'PostgreSQL, floor': spread(each(floor, 'serverUs'), 0),
    'PostgreSQL, renewDue()': spread(each(ours, 'serverUs'), 0),
    'peak MiB': Math.round(median(ours.map(({ peakMib }) => peakMib))),
  }
}

/** What the server's processes for the connections of this name have used. */
async function serverCpuUs(pool, name) {
  const { rows } = await pool.query(
    'select pid from pg_stat_activity where application_name = $1',
    [name],
  )
  return rows.reduce((sum, { pid }) => sum + cpuUsOf(pid), 0)
}

/** Of a process, as Linux counts it, in hundredths of a second. */
function cpuUsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function fenced(plan) {
  return `How PostgreSQL finds the next due seller in the largest table:\n\n\`\`\`text\n${plan}\n\`\`\``
}

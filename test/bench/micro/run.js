import { median, table } from '../figures.js'
import { Stage } from '../stage.js'
import { createCalls } from './calls.js'

const garbage = [
  'without parameters',
  'with a state that nobody made',
  'with a cookie that somebody made',
  'of 4,000 parameters',
  'of 8 KiB',
]

/** What single calls take, and what a callback that is refused costs a server. */
export async function run({ isFull, say }) {
  const rounds = isFull ? 15 : 5
  const calls = await timeCalls(rounds, isFull ? 20_000 : 5_000)
  say('calls')
  const refusals = []
  const broken = []
  for (const contender of ['koa-mercadopago', 'passport-mercadopago']) {
    const costs = await timeCallbacks(contender, { rounds, count: isFull ? 4_000 : 2_000 })
    const [accepted, ...refused] = Object.values(costs)
    if (Math.max(...refused) >= accepted)
      broken.push(`${contender}: garbage costs more than a callback`)
    refusals.push({ 'CPU µs a callback': contender, ...costs })
    say(contender)
  }
  const note = `Medians of ${rounds} rounds. Times are CPU time (user and system), the collection of garbage included.`
  return { note, tables: [table(calls), transposed(refusals)], broken }
}

async function timeCalls(rounds, count) {
  const calls = await createCalls()
  const takenUs = Object.fromEntries(Object.keys(calls).map((name) => [name, []]))
  // The first round only warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const before = process.cpuUsage()
      for (let turn = 0; turn < count; turn++) await call()
      const { user, system } = process.cpuUsage(before)
      if (round > 0) takenUs[name].push((user + system) / count)
    }
  }
  return Object.entries(takenUs).map(([name, figures]) => ({
    Call: name,
    'CPU µs': median(figures).toFixed(2),
  }))
}

/** A callback that is accepted is what a login costs beyond its start. */
async function timeCallbacks(contender, { rounds, count }) {
  const kinds = ['starts', 'logins', ...garbage]
  const takenUs = new Map(kinds.map((kind) => [kind, []]))
  const stage = await Stage.open()
  try {
    await stage.serve(contender)
    for (let round = 0; round <= rounds; round++) {
      for (const kind of kinds) {
        const { cpuMs } = await stage.visits(kind, { count })
        if (round > 0) takenUs.get(kind).push(cpuMs * 1000)
      }
    }
  } finally {
    await stage.close()
  }
  const of = (kind) => Math.round(median(takenUs.get(kind)))
  const refused = garbage.map((kind) => [`refused, ${kind}`, of(kind)])
  return { accepted: of('logins') - of('starts'), ...Object.fromEntries(refused) }
}

/** A record as a column. */
function transposed([first, ...others]) {
  const [head, ...names] = Object.keys(first)
  const columns = [first, ...others]
  return table(
    names.map((name) => ({
      [head]: name,
      ...Object.fromEntries(columns.map((column) => [column[head], column[name]])),
    })),
  )
}

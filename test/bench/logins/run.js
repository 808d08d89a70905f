import { contenders } from '../contenders/index.js'
import { median, table } from '../figures.js'
import { Stage } from '../stage.js'
import { chart } from './chart.js'

/** Each contender in turn, and that again and again, so that what else the machine does hits all alike. */
export async function run({ isFull, names, say }) {
  const size = isFull ? { rounds: 9, count: 8_000 } : { rounds: 5, count: 6_000 }
  const chosen = chosenOf(names)
  const rounds = []
  const stage = await Stage.open()
  try {
    for (let round = 1; round <= size.rounds; round++) {
      rounds.push(await runRound(stage, chosen, size.count))
      say(`round ${round} of ${size.rounds}`)
    }
  } finally {
    await stage.close()
  }
  const rows = chosen.map((contender) => rowOf(contender, rounds))
  const note = `Medians of ${size.rounds} rounds of ${size.count.toLocaleString('en')} logins each, in a new process each, after as many to warm up; 16 at a time.`
  return { note, tables: [table(rows.map(shown))], chart: chart(rows) }
}

/** Those of these names, and their floors; all if there are no names. */
function chosenOf(names) {
  const unknown = names.filter((name) => !contenders.some((one) => one.name === name))
  if (unknown.length > 0) throw new Error(`there is no contender called ${unknown.join(', ')}`)
  const asked = contenders.filter(({ name }) => names.length === 0 || names.includes(name))
  return contenders.filter(
    (one) => asked.includes(one) || asked.some(({ floor }) => floor === one.name),
  )
}

/** What a login cost each of them this time. */
async function runRound(stage, chosen, count) {
  const results = new Map()
  for (const { name } of chosen) {
    await stage.serve(name)
    await stage.visits('logins', { count })
    results.set(name, await stage.visits('logins', { count }))
  }
  return results
}

/** Ratios are taken within each round, so that a slow one does not count twice. */
function rowOf(contender, rounds) {
  const { name, floor = name } = contender
  const ratios = rounds.map((round) => round.get(name).cpuMs / round.get(floor).cpuMs)
  const of = (figure) => median(rounds.map((round) => round.get(name)[figure]))
  return {
    ...contender,
    cpuMs: of('cpuMs'),
    overFloor: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    floorCpuMs: median(rounds.map((round) => round.get(floor).cpuMs)),
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    peakMib: of('peakMib'),
  }
}

function shown({ title, isOurs, floor, cpuMs, overFloor, perSecond, p50Ms, p99Ms, peakMib }) {
  const { median, least, most } = overFloor
  return {
    Server: isOurs ? `**${title}**` : title,
    'CPU ms a login': cpuMs.toFixed(3),
    'over its floor': floor ? `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})` : '1',
    'logins/s': Math.round(perSecond),
    'p50 ms': p50Ms.toFixed(1),
    'p99 ms': p99Ms.toFixed(1),
    'peak MiB': Math.round(peakMib),
  }
}

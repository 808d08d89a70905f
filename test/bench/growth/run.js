import { table } from '../figures.js'
import { attemptsGrow } from './attempts.js'
import { processesGrow } from './processes.js'
import { sellersGrow } from './sellers.js'

/** How cost grows with what there is: attempts that never end, sellers, processes on one database. */
export async function run({ isFull, names, say }) {
  const parts = { attempts: attemptsGrow, sellers: sellersGrow, processes: processesGrow }
  const tables = []
  for (const [name, grow] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue
    const { note, rows } = await grow({ isFull })
    tables.push(`${note}\n\n${table(rows)}`)
    say(name)
  }
  return { note: '', tables }
}

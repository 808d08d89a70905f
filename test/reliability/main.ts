import { parseArgs } from 'node:util'
import { hasMysql, startMysql } from '../helpers/mariadb-server.ts'
import { startPostgres } from '../helpers/postgres-server.ts'
import { everyLongRun, everyShortRun } from './runs.ts'

// pnpm reliability [--short | --share 0.2] [--seed 7] [name…], where a name is the beginning of one: R03, 'R03 sqlite', many

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    share: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
})

const seed = values.seed === undefined ? undefined : Number(values.seed)
const all = values.short ? everyShortRun(seed) : await everyLongRun(Number(values.share), seed)
const runs = all.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.startsWith(part)),
)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<void> {
  // One server of each kind for all runs; each run has its own database.
  const servers = [await startPostgres(), ...(hasMysql() ? [await startMysql()] : [])]
  const rows: string[] = []
  for (const { name, start } of runs) {
    const startedAtMs = Date.now()
    try {
      const { run, size, figures, broken: unkept, late = [], plan } = await start()
      const broken = [...unkept, ...late]
      const seconds = Math.round((Date.now() - startedAtMs) / 1000)
      const shown = Object.entries(figures).map(([figure, value]) => `${figure}: ${value}`)
      rows.push(
        `| ${run} | ${size} | ${shown.join('; ')} | ${broken.length === 0 ? 'held' : 'BROKEN'} |`,
      )
      // The size of a property tells its seed: with PROPERTY_SEED it tries the same cases again.
      const verdict = broken.length === 0 ? 'held  ' : 'BROKEN'
      print(`${verdict} ${run} (${size}), ${seconds} s: ${shown.join('; ')}`)
      for (const bound of broken.slice(0, 20)) print(`         ${bound.slice(0, 200)}`)
      if (plan !== undefined) print(plan)
      if (broken.length > 0) process.exitCode = 1
    } catch (error) {
      process.exitCode = 1
      rows.push(`| ${name} | | | FAILED |`)
      print(`FAILED ${name}: ${error instanceof Error ? error.stack : error}`)
    }
  }
  print(['', '| Run | Size | Figures | Bounds |', '|---|---|---|---|', ...rows].join('\n'))
  for (const server of servers) await server.stop()
}

await main()

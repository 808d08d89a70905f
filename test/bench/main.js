/**
 * Measures what the packages cost beside what people would use instead.
 *
 * `pnpm bench [logins | differences | micro | growth | startup] [name…]`: without a part, logins. `--full` takes longer
 * and asks more, `--write` puts the result into `docs/performance.md`. Fails when an answer was wrong.
 */
import { parseArgs } from 'node:util'
import { machine, versions } from './machine.js'
import { writeImage, writeSection } from './page.js'

const parts = ['logins', 'differences', 'micro', 'growth', 'startup']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const [first = 'logins'] = positionals
const part = parts.includes(first) ? first : 'logins'
const names = positionals.filter((name) => name !== part)
if (values.write && names.length > 0) throw new Error('--write is for whole parts')

const say = (line) => process.stderr.write(`${line}\n`)
const where = machine()
const { run } = await import(`./${part}/run.js`)
const { note, tables, chart, broken = [] } = await run({ isFull: values.full, names, say })
const text = [where, note, part === 'logins' ? `Versions: ${versions()}.` : '', ...tables]
  .filter((paragraph) => paragraph !== '')
  .join('\n\n')
process.stdout.write(`${text}\n`)
for (const bound of broken) say(`BROKEN ${bound}`)
if (broken.length > 0) process.exitCode = 1
if (values.write) {
  const image = chart && '![CPU time per login](images/performance.svg)\n\n'
  if (chart) writeImage('performance.svg', chart)
  writeSection(part, `${image ?? ''}${text}`)
}

/**
 * Compares the cost of the packages with that of the usual alternatives.
 *
 * `pnpm bench [all | logins | differences | micro | renewals | growth | startup] [name…]`: without a part, logins.
 * `--full` takes longer and asks more, `--write` puts the result, chart included, into `docs/performance.md`. `--check`
 * compares the ratios with those on that page; without a part, those of every part that has some. Fails when a
 * response was wrong, or a ratio is worse than on the page.
 */
import { parseArgs } from 'node:util'
import { lossesOf } from './check.js'
import { machine, versions } from './machine.js'
import { writeImage, writeSection } from './page.js'

const parts = ['logins', 'differences', 'micro', 'renewals', 'growth', 'startup']
const partsWithRatios = ['logins', 'renewals', 'startup']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})
const [first] = positionals
const isPart = first === 'all' || parts.includes(first)
const names = isPart ? positionals.slice(1) : positionals
const chosen = chosenParts()
if (chosen.length > 1 && names.length > 0) throw new Error('Names are for one part.')
if (values.write && names.length > 0) throw new Error('--write is for whole parts')

function chosenParts() {
  if (first === 'all') return parts
  if (isPart) return [first]
  return values.check && names.length === 0 ? partsWithRatios : ['logins']
}

const say = (line) => process.stderr.write(`${line}\n`)

async function measure(part) {
  const where = machine()
  const { run } = await import(`./${part}/run.js`)
  const { note, tables, chart, broken = [] } = await run({ isFull: values.full, names, say })
  const text = [where, note, part === 'logins' ? `Versions: ${versions()}.` : '', ...tables]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
  process.stdout.write(`${text}\n`)
  const failed = values.check ? [...broken, ...lossesOf(part, text)] : broken
  for (const bound of failed) say(`BROKEN ${bound}`)
  if (failed.length > 0) process.exitCode = 1
  if (values.write) {
    const image = chart && '![CPU time per login](images/performance.svg)\n\n'
    if (chart) writeImage('performance.svg', chart)
    writeSection(part, `${image ?? ''}${text}`)
  }
}

for (const part of chosen) await measure(part)

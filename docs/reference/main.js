/**
 * Writes `docs/api`, the reference, from the docstrings. `pnpm docs:api`; with `--check` it writes nothing,
 * and fails where the pages are not what the docstrings make them. Either fails where a public name says
 * nothing, or an error's code is not named by what throws it.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaps } from './gaps.js'
import { pages } from './packages.js'
import { readDocstrings } from './pages.js'

const { project, isClean, writeTo } = await readDocstrings()
const missing = gaps(project)
for (const gap of missing) fail(gap)
if (!isClean) fail('see the warnings above')
if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-api-'))
  try {
    await writeTo(folder)
    const [now, then] = [contentsOf(folder), contentsOf(pages)]
    const names = new Set([...Object.keys(now), ...Object.keys(then)])
    for (const name of names) {
      if (now[name] !== then[name]) fail(`docs/api/${name} is not current: run pnpm docs:api`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
} else {
  await writeTo(pages)
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

function contentsOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.md'))
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/**
 * `pnpm docs:api` writes the API reference to `docs/api`, from the docstrings. With `--check` it writes to a
 * temporary folder. Both fail if a public name has no docstring, if nothing public throws an error's code, or if
 * something that can be imported has no page.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gaps } from './gaps.js'
import { entries, pageOf, pages } from './packages.js'
import { readDocstrings } from './pages.js'

const { project, isClean, writeTo } = await readDocstrings()
for (const gap of gaps(project)) fail(gap)
if (!isClean) fail('see the warnings above')
if (process.argv.includes('--check')) {
  const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-api-'))
  try {
    await write(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
} else {
  await write(pages)
}

async function write(folder) {
  await writeTo(folder)
  for (const entry of entries) {
    if (!existsSync(join(folder, pageOf(entry)))) fail(`${entry.name} has no page`)
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

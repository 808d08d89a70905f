/**
 * Packs every package and checks the tarballs as a user installs them. It runs publint and attw. It installs them
 * with npm in an empty project, whose programs link a seller and whose types compile. For each README it installs,
 * with pnpm, what the install lines name, in strict projects. Run by `pnpm pack:check`; fails when any check does.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleFindings } from './bundles.js'
import { attwFindings, publintFindings } from './lint.js'
import { createProject, installedIn } from './project.js'
import { readmeFindings } from './readmes.js'
import { sizeFindings, sizeRows } from './sizes.js'
import { packInto, tarballFindings } from './tarballs.js'
import { tools } from './tools.js'
import { typeFindings } from './type-check.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-pack-'))
try {
  const tarballs = packInto(folder, root)
  for (const tarball of tarballs) {
    const { name, exports } = tarball.manifest
    report(`${name}: tarball`, tarballFindings(tarball))
    report(`${name}: publint`, await publintFindings(tarball))
    // A package without public names has no types to resolve.
    if ('.' in exports) report(`${name}: attw`, attwFindings(tarball))
  }

  const project = join(folder, 'project')
  createProject(project, tarballs)
  const installed = installedIn(project)
  const ours = tarballs.map(({ manifest }) => manifest.name)
  report(`${installed.length} packages: nothing runs when installed`, scriptsIn(installed))
  report('each of ours is installed once', twins(installed, ours))
  for (const { manifest } of tarballs) {
    report(`${manifest.name}: bundles`, bundleFindings(project, manifest))
  }
  // Apart: beside Express, @types/koa finds a content-disposition that has other types.
  const measured = join(folder, 'measured')
  createProject(measured, tarballs, ['express'])
  const sizes = sizeRows(measured, root, tarballs, installedIn(measured))
  report('sizes, as on the page', sizeFindings(sizes, join(root, 'docs/dependencies.md')))

  report('import', run(project, process.execPath, ['main.mjs']))
  report('require', run(project, process.execPath, ['main.cjs']))
  const withMaps = ['--enable-source-maps', 'bundles.mjs']
  report('one class, and stacks that lead to sources', run(project, process.execPath, withMaps))
  for (const command of ['mercadopago-oauth', 'mercadopago-oauth-sandbox']) {
    report(`${command} --help`, run(project, `node_modules/.bin/${command}`, ['--help']))
  }
  for (const [name, use] of Object.entries(tools)) report(name, await failureOf(use, project))
  for (const [name, findings] of typeFindings(project)) report(name, findings)
  for (const [name, findings] of readmeFindings(folder, root, tarballs)) report(name, findings)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function report(name, findings) {
  process.stdout.write(`${findings.length === 0 ? 'ok    ' : 'FAILED'} ${name}\n`)
  for (const finding of findings) process.stdout.write(`       ${finding}\n`)
  if (findings.length > 0) process.exitCode = 1
}

/** What a program prints when it fails. */
function run(cwd, program, args) {
  try {
    execFileSync(program, args, { cwd, stdio: 'pipe', encoding: 'utf8', timeout: 60_000 })
    return []
  } catch (error) {
    return [error.stderr || error.message]
  }
}

async function failureOf(use, project) {
  try {
    await use(project)
    return []
  } catch (error) {
    return [[error.stdout, error.stderr, error.message].filter(Boolean).join('\n')]
  }
}

function scriptsIn(installed) {
  return installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => place)
}

function twins(installed, names) {
  const places = installed.map(([place]) => place)
  return places.filter((place) =>
    names.some(
      (name) => place.endsWith(`/node_modules/${name}`) && place !== `node_modules/${name}`,
    ),
  )
}

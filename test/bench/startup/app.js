import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packInto } from '../../pack/tarballs.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url)))

/** Installs by npm, as an app does: our packages as they are published, and the peers in the bench's versions. */
export function installApp(folder) {
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs)
  const ours = Object.fromEntries(
    packInto(tarballs, root).map(({ path, manifest }) => [manifest.name, `file:${path}`]),
  )
  const installed = Object.entries(dependencies)
    .filter(([name, version]) => name in ours || !version.startsWith('link:'))
    .map(([name, version]) => [name, ours[name] ?? version])
  const manifest = {
    name: 'app',
    private: true,
    type: 'module',
    dependencies: {
      ...Object.fromEntries(installed),
      'mercadopago-oauth-web': ours['mercadopago-oauth-web'],
    },
    // Also where one of ours depends on another.
    overrides: ours,
  }
  const app = join(folder, 'app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest))
  const quiet = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    '--loglevel=error',
  ]
  execFileSync('npm', ['install', ...quiet], { cwd: app, stdio: ['ignore', 'ignore', 'inherit'] })
  copyFileSync(new URL('start.js', import.meta.url), join(app, 'start.js'))
  return app
}

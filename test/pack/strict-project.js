import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes a project with these packages and nothing else, by pnpm: a package finds only what it asks for, and a
 * peer that nobody installed is a failure.
 *
 * @param versions - by name; default: the newest.
 */
export function createStrictProject(folder, names, tarballs, versions = {}) {
  const ours = Object.fromEntries(
    tarballs.map(({ path, manifest }) => [manifest.name, `file:${path}`]),
  )
  const dependencies = Object.fromEntries(
    names.map((name) => [name, ours[name] ?? versions[name] ?? 'latest']),
  )
  const manifest = { name: 'a-strict-project', private: true, type: 'module', dependencies }
  const settings = {
    packages: [],
    overrides: ours,
    nodeLinker: 'isolated',
    hoist: false,
    autoInstallPeers: false,
    strictPeerDependencies: true,
    // mysql2 asks for Node's types, which no program needs to run.
    peerDependencyRules: { ignoreMissing: ['@types/*'] },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  // JSON is YAML.
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(settings))
  const options = { cwd: folder, stdio: 'pipe', encoding: 'utf8' }
  execFileSync('pnpm', ['install', '--ignore-scripts', '--no-frozen-lockfile'], options)
  return folder
}

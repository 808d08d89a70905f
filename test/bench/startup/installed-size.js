import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What an install of these packages brings along, each version once. Peers are the app's own. */
export function installedBytes(app, names) {
  const folders = new Set()
  for (const name of names) collect(folders, name, app)
  const bytes = [...folders].reduce((sum, folder) => sum + bytesIn(folder), 0)
  return { bytes, count: folders.size }
}

function collect(folders, name, from) {
  const folder = folderOf(name, from)
  if (folders.has(folder)) return
  folders.add(folder)
  for (const needed of Object.keys(manifestOf(folder).dependencies ?? {})) {
    collect(folders, needed, folder)
  }
}

/** As Node looks for it. */
function folderOf(name, from) {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return realpathSync(folder)
  const parent = dirname(from)
  if (parent === from) throw new Error(`${name} is not installed`)
  return folderOf(name, parent)
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

function bytesIn(path) {
  const status = statSync(path)
  if (status.isFile()) return status.size
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('..', import.meta.url))

/** What an install of these packages brings along, each version once. Peers are the app's own. */
export function installedBytes(names) {
  const folders = new Set()
  for (const name of names) collect(folders, name, here)
  const bytes = [...folders].reduce((sum, folder) => sum + packedBytes(folder), 0)
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

/** Of a package in this workspace only what would be published; of an installed one there is nothing else. */
function packedBytes(folder) {
  const { files } = manifestOf(folder)
  const isOurs = !folder.includes('node_modules')
  const parts = isOurs
    ? [...files.filter((name) => !name.startsWith('!')), 'package.json', 'README.md']
    : ['.']
  return parts.reduce((sum, part) => sum + bytesIn(join(folder, part)), 0)
}

function bytesIn(path) {
  const status = statSync(path)
  if (status.isFile()) return path.endsWith('.tsbuildinfo') ? 0 : status.size
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
}

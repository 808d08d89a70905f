import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stepsOf } from './readme.js'

/**
 * The rows of the table of sizes, as installed now: each package with what it depends on, then by the first
 * install line of its README, then with the types which that line names.
 */
export function sizeRows(project, root, tarballs, installed) {
  const tree = new Tree(project, installed)
  return tarballs.map(({ manifest: { name, repository } }) => {
    const [{ packages, types }] = stepsOf(join(root, repository.directory, 'README.md'))
    const sizes = [[name], packages, [...packages, ...types]].map((names) => tree.sizeOf(names))
    return `| \`${name}\` | ${sizes.map((bytes) => (bytes / 1e6).toFixed(1)).join(' | ')} |`
  })
}

/** A finding for each row that the page does not have: a tenth more or less is as good. */
export function sizeFindings(rows, page) {
  const lines = readFileSync(page, 'utf8').split('\n')
  return rows.filter((row) => !lines.some((line) => isAbout(line, row)))
}

function isAbout(line, row) {
  const [name, ...sizes] = row.split(' | ')
  const [named, ...claimed] = line.split(' | ')
  const isNear = (size, index) => {
    const [now, then] = [size, claimed[index]].map(Number.parseFloat)
    return Math.abs(now - then) <= Math.max(now / 10, 0.1)
  }
  return name === named && sizes.every(isNear)
}

/** What npm installed, by places such as `node_modules/koa/node_modules/cookies`. */
class Tree {
  #project
  #packages

  constructor(project, installed) {
    this.#project = project
    this.#packages = new Map(installed)
  }

  /** In bytes: the packages of these names and everything they depend on. */
  sizeOf(names) {
    const places = new Set()
    for (const name of names) {
      if (this.#find('', name) === undefined) throw new Error(`${name} is not installed`)
      this.#visit('', name, places)
    }
    return [...places].reduce((sum, place) => sum + folderSize(join(this.#project, place)), 0)
  }

  #visit(from, name, places) {
    const place = this.#find(from, name)
    if (place === undefined || places.has(place)) return
    places.add(place)
    const { dependencies, optionalDependencies } = this.#packages.get(place)
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) {
      this.#visit(place, next, places)
    }
  }

  /** As Node looks for it; what is for another platform is not installed. */
  #find(from, name) {
    const place = join(from, 'node_modules', name)
    const isHere =
      this.#packages.has(place) && statSync(join(this.#project, place), { throwIfNoEntry: false })
    if (isHere) return place
    if (from === '') return undefined
    return this.#find(from.slice(0, Math.max(from.lastIndexOf('/node_modules/'), 0)), name)
  }
}

/** In bytes, without the packages inside it. */
function folderSize(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? folderSize(path) : statSync(path).size
    })
    .reduce((sum, size) => sum + size, 0)
}

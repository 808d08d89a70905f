import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Files of a package that one entry point may load: its own and what it shares with others. */
const mostFiles = 3
/** Entry points for those who want to load next to nothing, and the most characters of code that they may load. */
const mostCode = new Map([['default-application.js', 2_000]])

/** What is wrong with the code of an installed package of ours: one line each. */
export function bundleFindings(project, manifest) {
  const folder = join(project, 'node_modules', manifest.name)
  const files = new Map(
    readdirSync(join(folder, 'bundle'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(folder, 'bundle', name), 'utf8')]),
  )
  const unbundled = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => !/\.d\.ts(\.map)?$/.test(name) && name.includes('.'))
    .map((name) => `dist/${name} is no declaration`)
  return [
    ...unbundled,
    ...entriesOf(manifest).flatMap((entry) => entryFindings(basename(entry), files)),
    ...[...files].flatMap(([name, code]) => [
      ...importFindings(name, code, manifest),
      ...mapFindings(name, code, join(folder, 'bundle')),
    ]),
  ]
}

function entriesOf({ exports, bin = {} }) {
  const doors = Object.values(exports).flatMap(({ default: code }) => code ?? [])
  return [...doors, ...Object.values(bin)]
}

function entryFindings(entry, files) {
  const loaded = closure(entry, files)
  if (loaded.size > mostFiles) return [`${entry} loads ${[...loaded].join(', ')}`]
  const most = mostCode.get(entry) ?? Number.POSITIVE_INFINITY
  const code = [...loaded].map((name) => files.get(name) ?? '').join('')
  if (code.length > most) return [`${entry} loads ${code.length} characters of code`]
  return [...loaded].filter((name) => !files.has(name)).map((name) => `${name} is missing`)
}

/** A file and everything that it imports from its own package, directly or not. */
function closure(name, files, found = new Set()) {
  if (found.has(name)) return found
  found.add(name)
  for (const specifier of importsOf(files.get(name) ?? '')) {
    if (specifier.startsWith('.')) closure(basename(specifier), files, found)
  }
  return found
}

/** Only Node and what the manifest asks for. */
function importFindings(file, code, { name, dependencies = {}, peerDependencies = {} }) {
  const packages = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
  return [...importsOf(code), ...dynamicImportsOf(code)]
    .filter((specifier) => !specifier.startsWith('./') && !isBuiltin(specifier))
    .filter((specifier) => !packages.some((one) => `${specifier}/`.startsWith(`${one}/`)))
    .map((specifier) => `${file} of ${name} imports ${specifier}`)
}

function importsOf(code) {
  return [...code.matchAll(/^(?:import|export)\b.*?["']([^"']+)["'];$/gm)].map(([, name]) => name)
}

function dynamicImportsOf(code) {
  return [...code.matchAll(/\bimport\(["']([^"']+)["']\)/g)].map(([, name]) => name)
}

/** Each file with code has a source map that leads to sources in the package. */
function mapFindings(name, code, folder) {
  const lines = code.split('\n').filter((line) => line !== '')
  if (lines.every((line) => /^(#!|import|export)/.test(line))) return []
  const [, mapName] = /^\/\/# sourceMappingURL=(.+)$/m.exec(code) ?? []
  if (mapName === undefined) return [`${name} has no source map`]
  const map = join(folder, mapName)
  const { sources } = JSON.parse(readFileSync(map, 'utf8'))
  const lost = sources.filter(
    (source) => !source.startsWith('../src/') || !existsSync(join(dirname(map), source)),
  )
  if (sources.length === 0) return [`${mapName} names no source`]
  return lost.map((source) => `${mapName} leads to ${source}, which is not in the package`)
}

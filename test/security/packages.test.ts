import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { expect } from 'chai'

interface Packed {
  name: string
  filename: string
  files: { path: string }[]
}

const folders = readdirSync('packages').map((name) => join('packages', name))

/** What each package is good for, in one line of code that works in every kind of module. */
const uses: Record<string, string> = {
  'mercadopago-oauth': 'typeof it.createClient',
  'koa-mercadopago': 'typeof it.mercadoPago',
  'mercadopago-oauth-web': 'typeof it.mercadoPago',
  'passport-mercadopago': 'typeof it.MercadoPagoStrategy',
  'mercadopago-oauth-mysql': 'typeof it.MysqlTokenStore',
  'mercadopago-oauth-postgres': 'typeof it.PostgresTokenStore',
  'mercadopago-oauth-redis': 'typeof it.RedisTokenStore',
  'mercadopago-oauth-sqlite': 'typeof it.SqliteTokenStore',
  'mercadopago-oauth-sandbox': 'typeof it.createSandbox',
}

/** What is run and not imported, with what it says when asked for help. */
const commands: Record<string, string> = {
  'mercadopago-oauth-cli': 'Usage: mercadopago-oauth <command>',
}

describe('the packages, packed', () => {
  let project: string
  let packed: Packed[]

  before(function () {
    this.timeout(120_000)
    project = mkdtempSync(join(tmpdir(), 'mercadopago-oauth-packed-'))
    packed = packInto(project)
    for (const { name, filename } of packed) {
      const place = join(project, 'node_modules', name)
      mkdirSync(place, { recursive: true })
      const archive = join(project, filename)
      execFileSync('tar', ['-xzf', archive, '-C', place, '--strip-components=1'])
    }
    for (const folder of folders) linkDependencies(folder, project)
  })
  after(() => rmSync(project, { recursive: true, force: true }))

  it('J06: hold built code, its sources, manifest, README, changelog and licence, and nothing else', () => {
    expect(packed.map(({ name }) => name)).to.have.members([
      ...Object.keys(uses),
      ...Object.keys(commands),
    ])
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path)
      const others = paths.filter(
        (path) =>
          !/^(dist\/[\w/-]+\.(js|d\.ts)(\.map)?|src\/[\w/-]+\.tsx?|src\/assets\/[\w-]+\.(css|js)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
            path,
          ),
      )
      expect(others).to.deep.equal([])
      expect(paths.filter((path) => /\.test\.|secret|\.env|\.key|\.pem/.test(path))).to.deep.equal(
        [],
      )
      const main = Object.hasOwn(commands, name) ? 'dist/main.js' : 'dist/index.js'
      expect(paths).to.include.members(['README.md', 'package.json', main])
    }
  })

  it('J06: hold maps that lead to their own sources, by relative paths', () => {
    for (const { name } of packed) {
      const place = join(project, 'node_modules', name)
      for (const map of filesIn(join(place, 'dist')).filter((path) => path.endsWith('.map'))) {
        const { sources, sourceRoot, sourcesContent } = JSON.parse(
          readFileSync(join(place, 'dist', map), 'utf8'),
        )
        expect([sourceRoot ?? '', sourcesContent]).to.deep.equal(['', undefined])
        const [source = '', ...others] = sources.map((path: string) =>
          posix.join('dist', posix.dirname(map), path),
        )
        expect(others).to.deep.equal([])
        expect(source).to.match(/^src\/[\w/-]+\.tsx?$/)
      }
    }
  })

  it('J06: name no place of the machine they were built on', () => {
    for (const { name } of packed) {
      const place = join(project, 'node_modules', name)
      const naming = filesIn(place).filter((path) =>
        readFileSync(join(place, path), 'utf8').includes(process.cwd()),
      )
      expect(naming).to.deep.equal([])
    }
  })

  it('J06: run in an empty project by import', () => {
    const lines = Object.entries(uses).map(
      ([name, use]) => `{ const it = await import('${name}'); console.log(${use}) }`,
    )
    expect(run('main.mjs', lines)).to.equal('function\n'.repeat(lines.length))
  })

  it('J06: run in an empty project by require', () => {
    const lines = Object.entries(uses).map(
      ([name, use]) => `{ const it = require('${name}'); console.log(${use}) }`,
    )
    expect(run('main.cjs', lines)).to.equal('function\n'.repeat(lines.length))
  })

  it('J06: run as commands in an empty project', () => {
    for (const [name, help] of Object.entries(commands)) {
      const place = join(project, 'node_modules', name)
      const { bin } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
      for (const file of Object.values<string>(bin)) {
        const args = [join(place, file), '--help']
        expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).to.contain(help)
      }
    }
  })

  it('J06: bring types that a strict project compiles with', function () {
    this.timeout(60_000)
    const imports = Object.keys(uses).map((name, index) => `import * as it${index} from '${name}'`)
    const names = imports.map((_, index) => `it${index}`)
    writeFileSync(join(project, 'main.mts'), `${imports.join('\n')}\nexport default [${names}]\n`)
    const settings = { strict: true, module: 'nodenext', target: 'ES2023', noEmit: true }
    const compilerOptions = { ...settings, types: ['node'] }
    linkPackage('@types/node', '.', project)
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    const tsc = () =>
      execFileSync(join('node_modules', '.bin', 'tsc'), ['-p', project], { encoding: 'utf8' })
    expect(tsc()).to.equal('')
  })

  function run(file: string, lines: readonly string[]): string {
    writeFileSync(join(project, file), lines.join('\n'))
    // Node 20 says that `require` of a module is new to it.
    const flags = ['--disable-warning=ExperimentalWarning']
    return execFileSync(process.execPath, [...flags, file], { cwd: project, encoding: 'utf8' })
  }
})

/** By npm itself: it reads `files` as the registry's client does, and asks nobody. */
function packInto(folder: string): Packed[] {
  const args = ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', folder]
  const specs = folders.map((path) => `./${path}`)
  const output = execFileSync('npm', [...args, ...specs], { stdio: ['ignore', 'pipe', 'ignore'] })
  return JSON.parse(output.toString())
}

/** Links what a package needs from where the workspace has it, as an installation would. */
function linkDependencies(folder: string, project: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  for (const name of names) linkPackage(name, folder, project)
}

function linkPackage(name: string, from: string, project: string): void {
  const place = join(project, 'node_modules', name)
  if (existsSync(place)) return
  const found = [join(from, 'node_modules', name), join('node_modules', name)].find(existsSync)
  if (found === undefined) throw new Error(`${name} is not installed`)
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(realpathSync(found), place, 'junction')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath.slice(folder.length + 1), entry.name))
}

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

/** What is imported. */
const libraries = [
  'mercadopago-oauth',
  'koa-mercadopago',
  'mercadopago-oauth-web',
  'passport-mercadopago',
  'mercadopago-oauth-mysql',
  'mercadopago-oauth-postgres',
  'mercadopago-oauth-redis',
  'mercadopago-oauth-sqlite',
  'mercadopago-oauth-sandbox',
]

/** What is run and not imported. */
const commands = ['mercadopago-oauth-cli']

// The bundles are made when a release is packed; `pnpm pack:check` looks at them and runs them.
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
    expect(packed.map(({ name }) => name)).to.have.members([...libraries, ...commands])
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path)
      const others = paths.filter(
        (path) =>
          !/^(dist\/main\.js|dist\/[\w/-]+\.d\.ts(\.map)?|bundle\/[\w/-]+\.js(\.map)?|src\/[\w/-]+\.tsx?|src\/assets\/[\w-]+\.(css|js)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
            path,
          ),
      )
      expect(others).to.deep.equal([])
      expect(paths.filter((path) => /\.test\.|secret|\.env|\.key|\.pem/.test(path))).to.deep.equal(
        [],
      )
      const declarations = commands.includes(name) ? [] : ['dist/index.d.ts']
      expect(paths).to.include.members(['README.md', 'package.json', ...declarations])
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

  it('J06: bring types that a strict project compiles with', function () {
    this.timeout(60_000)
    const imports = libraries.map((name, index) => `import * as it${index} from '${name}'`)
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

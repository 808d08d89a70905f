import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'chai'

interface Manifest {
  name: string
  version: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

/** Releases with known holes, from the advisories of the GitHub database, and the first without. */
const holes: Record<string, { bad: string[]; good: string[] }> = {
  // CVE-2022-25896: the session id survives signing in.
  passport: { bad: ['0.4.1', '0.5.3'], good: ['0.6.0', '0.7.0'] },
  // CVE-2021-41580: a response without a token.
  'passport-oauth2': { bad: ['1.5.0', '1.6.0'], good: ['1.8.0'] },
  // CVE-2025-25200 and CVE-2025-32379: slow headers, scripts in a redirect.
  koa: { bad: ['2.15.4', '2.16.3', '3.0.0', '3.1.1'], good: ['2.16.4', '3.1.2', '3.3.0'] },
  // CVE-2024-43796: scripts in a redirect.
  express: { bad: ['4.19.2'], good: ['4.20.0'] },
  // CVE-2024-47764: characters that end a cookie.
  cookie: { bad: ['0.5.0', '0.6.0'], good: ['1.1.0'] },
  // CVE-2025-15284: lists without end.
  qs: { bad: ['6.14.1'], good: ['6.14.2'] },
}

const folders = readdirSync('packages').map((name) => join('packages', name))

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** As numbers, of `1.2.3`. */
function partsOf(version: string): number[] {
  return version.split('-', 1)[0]?.split('.').map(Number) ?? []
}

function isAtLeast(version: string, least: string): boolean {
  const [one, other] = [partsOf(version), partsOf(least)]
  const index = one.findIndex((part, at) => part !== other[at])
  return index < 0 || (one[index] ?? 0) > (other[index] ?? 0)
}

/** Whether a range of `^` and `>=`, the only kinds used here, holds a version. */
function holds(range: string, version: string): boolean {
  return range.split(' || ').some((part) => {
    const [, sign, least = ''] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(part) ?? []
    if (sign === undefined) throw new Error(`a range of another kind: ${part}`)
    // `^0.18.0` ends before 0.19.0, `^1.2.0` before 2.0.0.
    const fixed = least.startsWith('0.') ? 2 : 1
    const [one, other] = [partsOf(version).slice(0, fixed), partsOf(least).slice(0, fixed)]
    return isAtLeast(version, least) && (sign === '>=' || one.join() === other.join())
  })
}

/** The package as Node would find it from a folder. */
function installed(name: string, from: string): string | undefined {
  for (let folder = realpathSync(from); folder !== dirname(folder); folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(place)) return realpathSync(place)
  }
  return undefined
}

/** Every package that comes along with ours in production. */
function productionTree(): Map<string, Manifest> {
  const found = new Map<string, Manifest>()
  const visit = (folder: string) => {
    const manifest = manifestIn(folder)
    const { dependencies, peerDependencies } = manifest
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const place = installed(name, folder)
      if (place === undefined || found.has(place)) continue
      found.set(place, manifestIn(place))
      visit(place)
    }
  }
  for (const folder of folders) visit(folder)
  return found
}

describe('the dependencies of the packages', () => {
  for (const folder of folders) {
    const { name, dependencies, peerDependencies } = manifestIn(folder)
    const ranges = { ...dependencies, ...peerDependencies }

    it(`J04: ${name} accepts no release with a known hole`, () => {
      const accepted = Object.entries(holes).flatMap(([dependency, { bad }]) => {
        const range = ranges[dependency]
        return range === undefined ? [] : bad.filter((version) => holds(range, version))
      })
      expect(accepted).to.deep.equal([])
    })

    it(`J04: ${name} accepts the releases without`, () => {
      const refused = Object.entries(holes).flatMap(([dependency, { good }]) => {
        const range = ranges[dependency]
        const newest = good.at(-1) ?? ''
        return range === undefined || holds(range, newest) ? [] : [dependency]
      })
      expect(refused).to.deep.equal([])
    })

    it(`J05: ${name} takes everything from the registry, and runs nothing when installed`, () => {
      const foreign = Object.entries(ranges).filter(
        ([, range]) => !/^(workspace:\^|[\^>=\d. |]+)$/.test(range),
      )
      expect(foreign).to.deep.equal([])
      expect(manifestIn(folder)).not.to.have.any.keys('scripts', 'gypfile')
    })
  }

  it('J04: what is installed has no known hole either', () => {
    const unsound = [...productionTree().values()].filter(({ name, version }) => {
      const { bad = [] } = holes[name] ?? {}
      return bad.some((one) => partsOf(one)[0] === partsOf(version)[0] && isAtLeast(one, version))
    })
    expect(unsound.map(({ name, version }) => `${name}@${version}`)).to.deep.equal([])
  })

  it('J05: nothing that comes along runs or builds anything when installed', () => {
    const tree = productionTree()
    expect([...tree.values()].map(({ name }) => name)).to.include.members([
      'koa',
      'passport-oauth2',
      'pg',
      '@libsql/client',
      'redis',
      'preact',
    ])
    const acting = [...tree].filter(
      ([place, { scripts = {} }]) =>
        ['preinstall', 'install', 'postinstall'].some((name) => name in scripts) ||
        existsSync(join(place, 'binding.gyp')),
    )
    expect(acting.map(([, { name }]) => name)).to.deep.equal([])
  })

  it('J05: every package in the lockfile is from the registry, with its checksum', () => {
    const lockfile = readFileSync('pnpm-lock.yaml', 'utf8')
    const [, packages = ''] = /\npackages:\n([\s\S]*?)\nsnapshots:\n/.exec(lockfile) ?? []
    const entries = packages.split(/\n\n/).filter((entry) => entry.trim() !== '')
    expect(entries.length).to.be.above(300)
    const odd = entries.filter(
      (entry) => !/\n {4}resolution: \{integrity: sha512-[\w+/=]{88}\}\n/.test(`\n${entry}\n`),
    )
    expect(odd).to.deep.equal([])
  })
})

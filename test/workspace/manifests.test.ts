import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect } from 'chai'

const repository = 'https://github.com/mercadopago-oauth/mercadopago-oauth'

interface Manifest {
  name: string
  version: string
  description: string
  keywords: string[]
  homepage: string
  bugs: string
  repository: { type: string; url: string; directory: string }
  license: string
  type: string
  sideEffects: boolean
  main?: string
  types?: string
  typesVersions?: { '*': Record<string, string[]> }
  exports: Record<string, string | { types: string; default: string }>
  files: string[]
  engines: { node: string }
  bin?: Record<string, string>
  publishConfig: {
    access: string
    provenance: boolean
    main: string
    bin?: Record<string, string>
    exports: Manifest['exports']
  }
  dependencies?: Record<string, string>
}

const folders = readdirSync('packages')

for (const name of folders) {
  const folder = posix.join('packages', name)
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

  describe(`the manifest of ${manifest.name}`, () => {
    it('says where the package is from', () => {
      expect(manifest.homepage).to.equal(`${repository}/tree/main/${folder}#readme`)
      expect(manifest.bugs).to.equal(`${repository}/issues`)
      expect(manifest.repository).to.deep.equal({
        type: 'git',
        url: `git+${repository}.git`,
        directory: folder,
      })
    })

    it('has what the registry shows: a description, words to find it by, a licence', () => {
      expect(manifest.description).to.match(/^[A-Z].{30,120}[^.]$/)
      expect(manifest.keywords).to.include.members(['mercadopago', 'oauth2'])
      expect(manifest.license).to.equal('MIT')
    })

    it('is published to everybody, with a statement of where it was built', () => {
      const { access, provenance } = manifest.publishConfig
      expect({ access, provenance }).to.deep.equal({ access: 'public', provenance: true })
    })

    it('publishes the same entry points and programs, each bundled', () => {
      const { main, bin = {}, exports } = manifest.publishConfig
      const bundled = Object.entries(manifest.exports).map(([path, targets]) => {
        const name = path === '.' ? 'index' : path.slice('./'.length)
        const code = { default: `./bundle/${name}.js` }
        return [path, typeof targets === 'string' ? targets : { ...targets, ...code }]
      })
      expect(exports).to.deep.equal(Object.fromEntries(bundled))
      expect(main).to.equal('./bundle/index.js')
      expect(Object.keys(bin)).to.deep.equal(Object.keys(manifest.bin ?? {}))
      for (const path of Object.values(bin)) expect(path).to.equal('./bundle/main.js')
    })

    it('packs bundles, declarations, the sources they lead to, and its changes', () => {
      const declarations = ['dist/**/*.d.ts', 'dist/**/*.d.ts.map']
      expect(manifest.files).to.deep.equal(['bundle', ...declarations, 'src', 'CHANGELOG.md'])
    })

    it('leads every public name to types and code that exist, types first', () => {
      const { './package.json': own, ...entries } = manifest.exports
      expect(own).to.equal('./package.json')
      for (const entry of Object.values(entries)) {
        expect(Object.keys(entry)).to.deep.equal(['types', 'default'])
        const missing = Object.values(entry).filter((path) => !existsSync(join(folder, path)))
        expect(missing).to.deep.equal([])
      }
    })

    it('says the same to what reads no exports: TypeScript with moduleResolution node10', () => {
      const entries = Object.entries(manifest.exports).flatMap(([path, targets]) =>
        typeof targets === 'string' ? [] : [[path, targets] as const],
      )
      const main = manifest.exports['.']
      const { types, default: code } = typeof main === 'object' ? main : {}
      const doors = entries
        .filter(([path]) => path !== '.')
        .map(([path, targets]) => [path.slice('./'.length), [targets.types]])
      expect([manifest.main, manifest.types]).to.deep.equal([code, types])
      expect(manifest.typesVersions?.['*'] ?? {}).to.deep.equal(Object.fromEntries(doors))
    })

    it('may be shaken, and runs on every Node that is supported', () => {
      expect(manifest.type).to.equal('module')
      expect(manifest.sideEffects).to.equal(false)
      expect(manifest.engines).to.deep.equal({ node: '^20.19.0 || >=22.12.0' })
    })

    it('takes any compatible core, so that an app has one', () => {
      const ours = Object.entries(manifest.dependencies ?? {}).filter(([dependency]) =>
        dependency.startsWith('mercadopago-oauth'),
      )
      for (const [, range] of ours) expect(range).to.equal('workspace:^')
    })

    it('is of the version that its changelog begins with', () => {
      const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')
      const [, title, version] = /^# (.+)\n\n## (.+)\n/.exec(changelog) ?? []
      expect([title, version]).to.deep.equal([manifest.name, manifest.version])
    })
  })
}

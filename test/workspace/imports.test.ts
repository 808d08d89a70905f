import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { importsOf, specifiersOf } from './import-lines.ts'

// Tests run from the workspace root.
const packages = 'packages'

/** What each package may import besides its own files. */
const allowed: Record<string, (specifier: string) => boolean> = {
  core: (specifier) => isBuiltin(specifier) || specifier === 'cookie-es',
  passport: (specifier) =>
    /^(mercadopago-oauth(\/adapter)?|passport|passport-oauth2|node:http)$/.test(specifier),
  koa: (specifier) => /^(mercadopago-oauth(\/adapter)?|@koa\/router|koa)$/.test(specifier),
  web: (specifier) => /^mercadopago-oauth(\/adapter)?$/.test(specifier),
  cli: (specifier) =>
    isBuiltin(specifier) ||
    /^(mercadopago-oauth(\/store|-mysql|-postgres|-redis|-sqlite)?|mysql2\/promise|pg|redis|@libsql\/client)$/.test(
      specifier,
    ) ||
    ['fastest-levenshtein', 'diff'].includes(specifier),
  sandbox: (specifier) =>
    isBuiltin(specifier) || /^(koa|@koa\/|preact|@picocss\/pico|valibot)/.test(specifier),
  'store-mysql': (specifier) => ['mercadopago-oauth/store', 'node:crypto'].includes(specifier),
  'store-postgres': (specifier) => specifier === 'mercadopago-oauth/store',
  'store-redis': (specifier) => ['mercadopago-oauth/store', 'node:crypto'].includes(specifier),
  'store-sqlite': (specifier) =>
    ['mercadopago-oauth/store', '@libsql/client', 'node:timers/promises'].includes(specifier),
}

/** A source and everything that it imports from its own package, directly or not. */
function reachableFrom(file: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const specifier of specifiersOf(file)) {
    if (specifier.startsWith('.')) reachableFrom(join(dirname(file), specifier), found)
  }
  return found
}

describe('imports between packages', () => {
  for (const name of readdirSync(packages)) {
    it(`${name} imports only what its level may`, () => {
      const permits = allowed[name]
      expect(permits, `no import rule for packages/${name}`).to.be.a('function')
      const foreign = importsOf(join(packages, name, 'src')).filter(
        ({ specifier }) => !specifier.startsWith('.') && !permits?.(specifier),
      )
      expect(foreign).to.deep.equal([])
    })
  }

  it('core loads only Node for an app: adapters have a separate entry point', () => {
    const foreign = [...reachableFrom('packages/core/src/index.ts')].flatMap((file) =>
      specifiersOf(file).filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier)),
    )
    expect(foreign).to.deep.equal([])
  })

  it('the adapter door loads no sellers, stores or discovery: an app that keeps none pays for none', () => {
    // As built: what a source imports for its types is gone.
    const loaded = [...reachableFrom('packages/core/dist/endpoints/index.js')]
    expect(loaded.filter((file) => /\/(sellers|store|discovery)\b/.test(file))).to.deep.equal([])
  })

  it('adapters load nothing of core but its adapter door', () => {
    const loaded = ['koa', 'passport', 'web'].flatMap((name) =>
      [...reachableFrom(`packages/${name}/dist/index.js`)].flatMap(specifiersOf),
    )
    const ofCore = loaded.filter((specifier) => specifier.startsWith('mercadopago-oauth'))
    expect([...new Set(ofCore)]).to.deep.equal(['mercadopago-oauth/adapter'])
  })

  it('tests and examples import public names, never a path inside a package', () => {
    const inside = [...importsOf('test'), ...importsOf('examples')].filter(({ specifier }) =>
      /packages\/|\/(src|dist)\//.test(specifier),
    )
    expect(inside).to.deep.equal([])
  })

  it('packages do not call URL.canParse, which refuses hosts beyond ASCII on Node 20', () => {
    const callers = readdirSync(packages, { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[\w-]+\/src\/.*\.tsx?$/.test(file))
      .filter((file) => readFileSync(join(packages, file), 'utf8').includes('URL.canParse('))
    expect(callers).to.deep.equal([])
  })
})

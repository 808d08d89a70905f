import { readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { expect } from 'chai'
import { importsOf } from './import-lines.ts'

// Tests run from the workspace root.
const packages = 'packages'

/** What each package may import besides its own files. */
const allowed: Record<string, (specifier: string) => boolean> = {
  core: isBuiltin,
  passport: (specifier) =>
    /^(mercadopago-oauth|passport|passport-oauth2|cookie|node:http)$/.test(specifier),
  koa: (specifier) => ['mercadopago-oauth', '@koa/router', 'koa', 'cookie'].includes(specifier),
  cli: (specifier) =>
    isBuiltin(specifier) ||
    /^(mercadopago-oauth(\/store|-mysql|-postgres|-redis|-sqlite)?|mysql2\/promise|pg|redis|@libsql\/client)$/.test(
      specifier,
    ) ||
    specifier === 'fastest-levenshtein',
  sandbox: (specifier) =>
    isBuiltin(specifier) || /^(koa|@koa\/|preact|@picocss\/pico|valibot)/.test(specifier),
  'store-mysql': (specifier) => ['mercadopago-oauth/store', 'node:crypto'].includes(specifier),
  'store-postgres': (specifier) => specifier === 'mercadopago-oauth/store',
  'store-redis': (specifier) => ['mercadopago-oauth/store', 'node:crypto'].includes(specifier),
  'store-sqlite': (specifier) =>
    ['mercadopago-oauth/store', '@libsql/client', 'node:timers/promises'].includes(specifier),
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

  it('tests and examples import public names, never a path inside a package', () => {
    const inside = [...importsOf('test'), ...importsOf('examples')].filter(({ specifier }) =>
      /packages\/|\/(src|dist)\//.test(specifier),
    )
    expect(inside).to.deep.equal([])
  })
})

import { execFileSync } from 'node:child_process'
import { expect } from 'chai'

/** Node's own modules that a new process loads when it imports a package. */
function builtinsOf(specifier: string): string[] {
  const program = `
    const before = new Set(process.moduleLoadList)
    await import('${specifier}')
    console.log(JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))))`
  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', program])
  const names: string[] = JSON.parse(loaded.toString())
  return names.map((name) => name.replace('NativeModule ', ''))
}

describe('import of core', () => {
  for (const specifier of ['mercadopago-oauth', 'mercadopago-oauth/adapter']) {
    it(`${specifier} loads neither HTTP nor TLS: the first request does`, () => {
      const builtins = builtinsOf(specifier)
      expect(builtins).to.include('crypto')
      expect(builtins.filter((name) => /^_?(http|https|tls|net)(_|$)/.test(name))).to.deep.equal([])
    })
  }
})

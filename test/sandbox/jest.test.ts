import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

/** What a file imports when it is loaded, and what those import. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;('"]*'(\.[^']+)'/gm)
  for (const [, specifier = ''] of imports) loadedWith(join(dirname(file), specifier), seen)
  return seen
}

describe('sandbox: under Jest, which turns modules into CommonJS', () => {
  it('loads no file that has import.meta', () => {
    const entry = fileURLToPath(import.meta.resolve('mercadopago-oauth-sandbox'))

    const files = [...loadedWith(entry)]
    const modern = files.filter((file) => /\bimport\.meta\b/.test(readFileSync(file, 'utf8')))

    expect(files).to.have.length.above(50)
    expect(modern).to.deep.equal([])
  })
})

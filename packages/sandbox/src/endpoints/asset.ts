import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// Not by import.meta.resolve(): vitest, which runs tests from sources, has none.
const require = createRequire(import.meta.url)

const files: ReadonlyMap<string, string> = new Map([
  ['pico.css', require.resolve('@picocss/pico/css/pico.indigo.min.css')],
  ['sandbox.css', own('sandbox.css')],
  ['control-room.css', own('control-room.css')],
  ['live.js', own('live.js')],
])

/** Returns the text of an asset; `undefined` when there is no such asset. */
export async function readAsset(name: string): Promise<string | undefined> {
  const file = files.get(name)
  return file && (await readFile(file, 'utf8'))
}

// As written: nothing is built from them, and the sources are in the package, wherever this code is in it.
function own(name: string): string {
  return join(
    dirname(require.resolve('mercadopago-oauth-sandbox/package.json')),
    'src/assets',
    name,
  )
}

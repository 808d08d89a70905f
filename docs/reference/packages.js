import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))

/** Everything that can be imported, as the manifests say: its name, the source that lists its public names, and what it is. */
export const entries = readdirSync(packages)
  .sort((a, b) => Number(b === 'core') - Number(a === 'core'))
  .flatMap(entriesOf)

function entriesOf(folder) {
  const manifest = JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'))
  return Object.entries(manifest.exports)
    .filter(([, target]) => target.types !== undefined)
    .map(([path, { types }]) => ({
      name: posix.join(manifest.name, path),
      file: join(packages, folder, types.replace('./dist/', 'src/').replace('.d.ts', '.ts')),
      description: path === '.' ? manifest.description : undefined,
    }))
}

/** Where `pnpm docs:api` writes the pages. They are not committed. */
export const pages = fileURLToPath(new URL('../api', import.meta.url))

/** The page of an entry, from there. */
export const pageOf = ({ name }) => `${name}.md`

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Packs every package into a folder, as a release does; gives each manifest with the path of its tarball. */
export function packInto(folder, root) {
  return readdirSync(join(root, 'packages')).map((name) => {
    const cwd = join(root, 'packages', name)
    // pnpm, not npm: it writes versions in place of `workspace:`, and takes the licence along.
    const args = ['pack', '--json', '--pack-destination', folder]
    const { filename } = JSON.parse(execFileSync('pnpm', args, { cwd, encoding: 'utf8' }))
    return { manifest: JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')), path: filename }
  })
}

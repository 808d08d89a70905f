import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Packs every package into a folder, as a release does; gives each tarball with its manifest and files. */
export function packInto(folder, root) {
  return readdirSync(join(root, 'packages')).map((name) => {
    const cwd = join(root, 'packages', name)
    // pnpm, not npm: it writes versions in place of `workspace:`, and takes the licence along.
    const args = ['pack', '--json', '--pack-destination', folder]
    const { filename: path } = JSON.parse(execFileSync('pnpm', args, { cwd, encoding: 'utf8' }))
    const tar = (...options) => execFileSync('tar', options, { encoding: 'utf8' })
    return {
      path,
      manifest: JSON.parse(tar('-xzOf', path, 'package/package.json')),
      files: tar('-tzf', path).split('\n'),
    }
  })
}

/** What a tarball lacks, or has from the workspace: one line each. */
export function tarballFindings({ manifest, files }) {
  const { dependencies = {}, peerDependencies = {} } = manifest
  const inside = Object.entries({ ...dependencies, ...peerDependencies })
    .filter(([, range]) => range.includes(':'))
    .map(([name, range]) => `${name} is asked for as ${range}`)
  const missing = ['LICENSE', 'README.md']
    .filter((name) => !files.includes(`package/${name}`))
    .map((name) => `${name} is missing`)
  return [...inside, ...missing]
}

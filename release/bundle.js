/**
 * Bundles the packages for publishing: one file for each entry point and program, with a source map that leads to
 * `src`. Each `package.json` says what is bundled: from `exports` and `bin` to those of `publishConfig`, which pnpm
 * puts in their place when it packs. Code that several entry points of a package share is in separate files, so
 * that every class exists once.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const packages = fileURLToPath(new URL('../packages', import.meta.url))

const ofSellers = /\/core\/src\/(sellers|store)\//
/**
 * What more than one entry point needs. What one of them declares itself is apart, so that it loads nothing else, and
 * so is what only those need that keep sellers' tokens.
 */
const shared = (entries) => [
  { name: 'constants', test: (id) => entries.has(id), minShareCount: 2, priority: 2 },
  { name: 'shared', test: (id) => !ofSellers.test(id), minShareCount: 2, priority: 1 },
  { name: 'sellers', test: ofSellers, minShareCount: 2 },
]

for (const name of readdirSync(packages)) await bundlePackage(join(packages, name))

async function bundlePackage(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const input = inputOf(manifest)
  const entries = new Set(Object.values(input).map((source) => join(folder, source)))
  const bundle = await rolldown({
    cwd: folder,
    input,
    platform: 'node',
    // Every dependency stays one, so that an app has it once and can update it.
    external: /^[^./]/,
    treeshake: { moduleSideEffects: manifest.sideEffects },
    tsconfig: join(folder, 'tsconfig.json'),
    onLog: (_level, log) => {
      throw new Error(log.message)
    },
  })
  const dir = join(folder, 'bundle')
  rmSync(dir, { recursive: true, force: true })
  await bundle.write({
    dir,
    format: 'esm',
    sourcemap: true,
    // They are in the package.
    sourcemapExcludeSources: true,
    minify: false,
    minifyInternalExports: false,
    comments: false,
    chunkFileNames: '[name].js',
    codeSplitting: { groups: shared(entries) },
  })
  await bundle.close()
}

/** The source of each entry point and program, by the name of its bundle. */
function inputOf({ exports, bin = {}, publishConfig }) {
  const doors = Object.entries(exports)
    .filter(([, targets]) => typeof targets === 'object')
    .map(([door, targets]) => [publishConfig.exports[door].default, targets.default])
  const programs = Object.entries(bin).map(([name, built]) => [publishConfig.bin[name], built])
  return Object.fromEntries(
    [...doors, ...programs].map(([bundled, built]) => [
      basename(bundled, '.js'),
      built.replace('./dist/', './src/').replace(/js$/, 'ts'),
    ]),
  )
}

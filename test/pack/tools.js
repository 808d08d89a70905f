import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import webpack from 'webpack'

const require = createRequire(import.meta.url)
/** A native binary, which no bundler takes along. */
const external = '@libsql/client'

function bin(name) {
  return join(import.meta.dirname, 'node_modules/.bin', name)
}

function execute(cwd, program, args) {
  execFileSync(program, args, { cwd, stdio: 'pipe', encoding: 'utf8', timeout: 120_000 })
}

/** Test runners, loaders and bundlers as people have them. Each runs the program that links a seller. */
export const tools = {
  'esbuild, to CommonJS'(project) {
    buildSync({
      absWorkingDir: project,
      entryPoints: ['main.mjs'],
      outfile: 'by-esbuild.cjs',
      bundle: true,
      format: 'cjs',
      platform: 'node',
      external: [external],
      logLevel: 'silent',
    })
    execute(project, process.execPath, ['by-esbuild.cjs'])
  },
  async 'webpack, to CommonJS'(project) {
    const stats = await new Promise((resolve, reject) => {
      const options = {
        context: project,
        entry: './main.mjs',
        output: { path: project, filename: 'by-webpack.cjs' },
        target: 'node20',
        mode: 'none',
        externals: { [external]: `commonjs ${external}` },
        // Drivers that an app may have, and this one has not.
        ignoreWarnings: [/Can't resolve/],
      }
      webpack(options, (error, done) => (error ? reject(error) : resolve(done)))
    })
    if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
    execute(project, process.execPath, ['by-webpack.cjs'])
  },
  tsx(project) {
    const program = `import { link } from './link.cjs'
import { modules } from './modules.mjs'
const linked: Promise<void> = link(modules)
void linked
`
    writeFileSync(join(project, 'link.ts'), program)
    execute(project, bin('tsx'), ['link.ts'])
  },
  vitest(project) {
    writeFileSync(
      join(project, 'vitest.config.mjs'),
      `export default { test: { globals: true } }\n`,
    )
    execute(project, bin('vitest'), ['run', 'link.test.mjs'])
  },
  /** Its usual recipe for packages that are ES modules: turn them into CommonJS, too. */
  'Jest, to CommonJS'(project) {
    const plugin = require.resolve('@babel/plugin-transform-modules-commonjs')
    const transform = { '\\.[cm]?js$': [require.resolve('babel-jest'), { plugins: [plugin] }] }
    const settings = { transform, transformIgnorePatterns: [], testMatch: ['**/link.test.mjs'] }
    writeFileSync(join(project, 'jest.config.json'), JSON.stringify(settings))
    execute(project, bin('jest'), ['--config', 'jest.config.json'])
  },
}

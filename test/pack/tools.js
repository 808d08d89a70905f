import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
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

function execute(cwd, program, args, env = {}) {
  const options = { cwd, stdio: 'pipe', encoding: 'utf8', timeout: 120_000 }
  execFileSync(program, args, { ...options, env: { ...process.env, ...env } })
}

/** Writes the suite of `docs/testing.md`, with the import that the page has for another test runner. */
function writeSuite(project, runner) {
  const page = readFileSync(join(import.meta.dirname, '../../docs/testing.md'), 'utf8')
  const [, suite] = /^```js\n([\s\S]*?)^```$/m.exec(page)
  const importOf = (name) => new RegExp(`^import .* from '${name}'$`, 'm').exec(page)[0]
  const program = suite.replace(importOf('node:test'), importOf(runner))
  writeFileSync(join(project, 'sellers.test.mjs'), program)
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
  'vitest, the suite of docs/testing.md'(project) {
    writeSuite(project, 'vitest')
    execute(project, bin('vitest'), ['run', 'sellers.test.mjs'])
  },
  'Jest, the suite of docs/testing.md'(project) {
    writeSuite(project, '@jest/globals')
    // The settings of the other recipe lie there, too.
    const args = ['--config', '{}', '--testMatch', '**/sellers.test.mjs']
    execute(project, bin('jest'), args, { NODE_OPTIONS: '--experimental-vm-modules' })
  },
}

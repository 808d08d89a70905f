import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const execute = promisify(execFile)
// Inside the workspace, so that the packages are found by their names.
const folder = '.cache/testing-guide'
const importOfNodeTest = /^import \{.*\} from 'node:test'\n/m

/** A suite whose first hook fails leaves a sandbox running, and would run for ever. */
function run(command: string, args: string[], env = process.env) {
  return execute(command, args, { env, timeout: 60_000, killSignal: 'SIGKILL' })
}

/** The suite in the guide. */
function suite(): string {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/testing.md', 'utf8')) ?? []
  return code
}

describe('docs/testing.md', function guide() {
  // A compiler and two test runners are started.
  this.timeout(120_000)

  before(async () => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'node.test.ts'), suite())
    writeFileSync(join(folder, 'mocha.test.ts'), suite().replace(importOfNodeTest, ''))
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'ES2023',
      types: ['node', 'mocha'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    await run('node_modules/.bin/tsc', ['-p', folder])
  })

  it('has a suite that passes with node:test', async () => {
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined }
    const args = ['--test', '--test-reporter=tap', join(folder, 'node.test.js')]

    const { stdout } = await run(process.execPath, args, env)

    expect(stdout)
      .to.match(/^# pass 3$/m)
      .and.match(/^# fail 0$/m)
  })

  it('has a suite that passes with mocha, where the hooks are there already', async () => {
    expect(suite()).to.match(importOfNodeTest)
    const mocha = 'node_modules/.bin/mocha'

    const { stdout } = await run(mocha, ['--no-config', join(folder, 'mocha.test.js')])

    expect(stdout).to.match(/^ +3 passing/m)
  })
})

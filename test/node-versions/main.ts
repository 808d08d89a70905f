import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { nodeBinary } from './node-binary.ts'
import { runSuite } from './suite-run.ts'
import { nodeVersions } from './versions.ts'

// pnpm test:node-versions [22.12.0 26 …] [arguments for mocha, in place of .mocharc.cjs]

const given = process.argv.slice(2).filter((argument) => argument !== '--')
const isVersion = (argument: string) => /^\d+(\.\d+)*$/.test(argument)
const ranges = given.some(isVersion) ? given.filter(isVersion) : nodeVersions
const files = given.filter((argument) => !isVersion(argument))
const mochaArguments = files.length === 0 ? [] : ['--no-config', '--timeout', '60000', ...files]

const logs = '.cache/node-versions'
mkdirSync(logs, { recursive: true })
print('Node       passing  failing  pending  seconds')
for (const range of ranges) {
  const node = nodeBinary(range)
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const log = `${logs}/${version}.log`
  const { passing, failing, pending, seconds, good } = await runSuite(node, log, mochaArguments)
  const figures = [passing, failing, pending, seconds].map((figure) => String(figure).padStart(7))
  print(`${version.padEnd(9)}  ${figures.join('  ')}${good ? '' : `  see ${log}`}`)
  if (!good) process.exitCode = 1
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

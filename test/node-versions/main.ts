import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { nodeBinary } from './node-binary.ts'
import { runSuite } from './suite-run.ts'
import { nodeVersions } from './versions.ts'

// pnpm test:node-versions [22.12.0 26 …] [part …], as for pnpm test

const given = process.argv.slice(2).filter((argument) => argument !== '--')
const isVersion = (argument: string) => /^\d+(\.\d+)*$/.test(argument)
const ranges = given.some(isVersion) ? given.filter(isVersion) : nodeVersions
const parts = given.filter((argument) => !isVersion(argument))

const logs = '.cache/node-versions'
mkdirSync(logs, { recursive: true })
print('Node       passing  failing  pending  seconds')
for (const range of ranges) {
  const node = nodeBinary(range)
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
  const log = `${logs}/${version}.log`
  const { passing, failing, pending, seconds, good } = await runSuite(node, log, parts)
  const figures = [passing, failing, pending, seconds].map((figure) => String(figure).padStart(7))
  print(`${version.padEnd(9)}  ${figures.join('  ')}${good ? '' : `  see ${log}`}`)
  if (!good) process.exitCode = 1
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

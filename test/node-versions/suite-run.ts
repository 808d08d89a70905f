import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { performance } from 'node:perf_hooks'
import { finished } from 'node:stream/promises'

/** How the suite ended. */
export interface SuiteRun {
  passing: number
  failing: number
  pending: number
  seconds: number
  /** Every test that ran has passed, and some did. */
  good: boolean
}

/**
 * Runs the compiled tests with one Node, and writes what they print to a file.
 *
 * @param parts of the tests, by name; none for all of them.
 */
export async function runSuite(
  node: string,
  logFile: string,
  parts: readonly string[],
): Promise<SuiteRun> {
  const startedAtMs = performance.now()
  const log = createWriteStream(logFile)
  // Whatever a test starts by the name `node`, npm included, is that Node, too.
  const path = [dirname(node), process.env.PATH].join(delimiter)
  const child = spawn(node, ['.cache/test/run/main.js', ...parts], {
    env: { ...process.env, NO_COLOR: '1', PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      log.write(text)
    })
  }
  const [exitCode] = await once(child, 'close')
  log.end()
  await finished(log)
  const seconds = Math.round((performance.now() - startedAtMs) / 1000)
  return { ...countsIn(output), seconds, good: exitCode === 0 && countsIn(output).passing > 0 }
}

/** What mocha counts at its end. */
export function countsIn(output: string): Pick<SuiteRun, 'passing' | 'failing' | 'pending'> {
  const count = (word: string) => {
    const lines = [...output.matchAll(new RegExp(`^ {2}(\\d+) ${word}\\b`, 'gm'))]
    return Number(lines.at(-1)?.[1] ?? 0)
  }
  return { passing: count('passing'), failing: count('failing'), pending: count('pending') }
}

import type { CommandTerminal } from '../command-terminal.ts'
import type { Finding } from './finding.ts'
import { printFindings } from './report.ts'

/**
 * Examines again and again, and prints the findings each time they differ from those before, with the time.
 *
 * @returns the last findings, at Ctrl-C.
 */
export async function watch(
  terminal: CommandTerminal,
  everyMs: number,
  examination: () => AsyncIterable<Finding>,
): Promise<readonly Finding[]> {
  const signal = terminal.interruption()
  let last: readonly Finding[] = []
  while (!signal.aborted) {
    const findings = await untilStopped(examination(), signal)
    // An examination that was stopped has not seen everything.
    if (signal.aborted) break
    if (JSON.stringify(findings) !== JSON.stringify(last)) {
      if (last.length > 0) terminal.out('')
      terminal.out(terminal.clock().toISOString())
      printFindings(terminal, findings)
      last = findings
    }
    await terminal.pause(everyMs, signal)
  }
  return last
}

async function untilStopped(
  examination: AsyncIterable<Finding>,
  signal: AbortSignal,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const finding of examination) {
    findings.push(finding)
    if (signal.aborted) break
  }
  return findings
}

import type { Color } from '../color.ts'
import type { CommandTerminal } from '../command-terminal.ts'
import { type Finding, lineOf } from './finding.ts'

type Verdict = Finding['verdict']

/** The worst first. */
const verdicts: readonly Verdict[] = ['fault', 'warning', 'unknown', 'ok']

const colors: Readonly<Record<Verdict, Color>> = {
  fault: 'bad',
  warning: 'warning',
  unknown: 'notice',
  ok: 'good',
}

/** Prints findings for people, the worst first, and how many there are of each kind. */
export function printFindings(terminal: CommandTerminal, findings: readonly Finding[]): void {
  for (const verdict of verdicts) {
    for (const finding of findings.filter((one) => one.verdict === verdict)) {
      const line = lineOf(finding)
      terminal.outColored(colors[verdict], verdict, line.slice(verdict.length))
    }
  }
  const worst = verdicts.find((verdict) => countOf(findings, verdict) > 0) ?? 'ok'
  terminal.outColored(colors[worst], summaryOf(findings))
}

/** Such as `14 ok, 1 warning, 0 faults, 0 unknown`. */
function summaryOf(findings: readonly Finding[]): string {
  const warnings = countOf(findings, 'warning')
  const faults = countOf(findings, 'fault')
  return [
    `${countOf(findings, 'ok')} ok`,
    `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    `${faults} ${faults === 1 ? 'fault' : 'faults'}`,
    `${countOf(findings, 'unknown')} unknown`,
  ].join(', ')
}

function countOf(findings: readonly Finding[], verdict: Verdict): number {
  return findings.filter((finding) => finding.verdict === verdict).length
}

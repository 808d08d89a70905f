import { spawnSync } from 'node:child_process'

/** Whether Prometheus' own checker is installed. */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0

/** Runs it; what it complains of, empty when it finds nothing. */
export function promtool(args, input = '') {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
}

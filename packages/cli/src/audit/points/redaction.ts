import { fault, type Observation, unknown, warning } from '../../doctor/finding.ts'
import type { Point } from '../point.ts'

export const redaction: Point = {
  name: 'redaction',
  looksAt: 'NODE_DEBUG and NODE_OPTIONS of this process',
  look({ settings }) {
    const { NODE_DEBUG = '', NODE_OPTIONS = '' } = settings.env
    return [
      ...ofDebug(NODE_DEBUG),
      ...ofOptions(NODE_OPTIONS),
      unknown(
        'What the app itself writes to its logs cannot be seen from here.',
        'The packages write nothing, and their errors and tokens print no secret; the app may.',
        'Search its logs for APP_USR-, TEST- and TG-.',
      ),
    ]
  },
}

function ofDebug(modules: string): Observation[] {
  if (!/\b(https?|tls|net|stream)\b|\*/i.test(modules)) return []
  return [
    fault(
      'NODE_DEBUG makes Node print what it sends.',
      'Headers with access tokens, and forms with the client secret, reach the logs.',
      'Remove it in production.',
    ),
  ]
}

function ofOptions(options: string): Observation[] {
  const found: Observation[] = []
  if (/--report-(on|uncaught)/.test(options) && !options.includes('--report-exclude-env')) {
    found.push(
      warning(
        'NODE_OPTIONS makes Node write diagnostic reports.',
        'A report holds all environment variables, secrets among them.',
        'Add --report-exclude-env, or remove it in production.',
      ),
    )
  }
  if (/--inspect/.test(options)) {
    found.push(
      fault(
        'NODE_OPTIONS opens the inspector.',
        'Anybody who can reach its port can read the memory of the process, with all tokens and keys.',
        'Remove it in production.',
      ),
    )
  }
  return found
}

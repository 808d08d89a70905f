import { fault, type Observation, ok, unknown, warning } from '../../doctor/finding.ts'
import { listed } from '../../doctor/settings.ts'
import type { Point } from '../point.ts'
import { otherProcesses, type Processes } from '../processes.ts'

/** A shorter text is found where it means something else. */
const shortest = 12

const variables = [
  'MERCADOPAGO_CLIENT_SECRET',
  'MERCADOPAGO_ENCRYPTION_KEYS',
  'MERCADOPAGO_COOKIE_SECRETS',
  'MERCADOPAGO_WEBHOOK_SECRET',
]

export const secretsElsewhere: Point = {
  name: 'secrets-elsewhere',
  looksAt: 'the arguments and environment of the other processes of this machine, below /proc',
  async look({ settings }) {
    const secrets = variables
      .flatMap((name) => listed(settings.env[name] ?? ''))
      .filter(({ length }) => length >= shortest)
    if (secrets.length === 0) {
      return [
        unknown(
          'No secret was given.',
          'There is nothing to look for.',
          'Set the secrets of the app.',
        ),
      ]
    }
    const processes = await otherProcesses(secrets)
    if (processes === undefined) {
      return [
        unknown(
          'This system has no /proc.',
          'What other processes were started with cannot be seen.',
          'Look at the arguments and the environment of the processes yourself.',
        ),
      ]
    }
    return observationsOf(processes)
  },
}

function observationsOf({ inArguments, inEnvironment, read, unread }: Processes): Observation[] {
  const found: Observation[] = []
  if (inArguments.length > 0) {
    found.push(
      fault(
        `A secret is among the arguments of ${listOf(inArguments)}.`,
        'Every user of this machine can read arguments.',
        'Give it by the environment or a file, and replace it.',
      ),
    )
  }
  if (inEnvironment.length > 0) {
    found.push(
      warning(
        `A secret is in the environment of ${listOf(inEnvironment)}.`,
        'Each such process, and anybody who runs code in it, can read it.',
        'That is right for your app alone. Start others without it.',
      ),
    )
  }
  if (unread > 0) {
    found.push(
      unknown(
        `The environment of ${unread} of ${read + unread} other processes cannot be read by this user.`,
        'They may have a secret.',
        'Run the audit as the user that runs the app, or as root.',
      ),
    )
  }
  return found.length > 0 ? found : [ok(`None of ${read} other processes has a secret.`)]
}

function listOf(names: readonly string[]): string {
  const each = [...new Set(names)].sort().slice(0, 5).join(', ')
  return names.length === 1 ? `a process (${each})` : `${names.length} processes (${each})`
}

import type { Check } from './check.ts'
import { envValueTrouble } from './env-value.ts'
import { fault, ok, warning } from './finding.ts'
import { tokenShape } from './token-shape.ts'

const variable = 'MERCADOPAGO_WEBHOOK_SECRET'
const refused = 'Every notification is refused (webhook_mismatch).'
const copyIt = 'Copy the secret that the panel shows under Webhooks.'

/** Checks that notifications have a secret, different from the client secret, to be verified with. */
export const webhookSecret: Check = {
  name: 'webhook-secret',
  look({ webhookSecret: value, clientSecret }) {
    if (value === undefined || value === '') {
      return [
        warning(
          `${variable} is missing.`,
          'Without notifications, you notice that a seller has left at the next renewal, months later.',
          'Save a webhook with the topic "Application linking" in the panel and copy its secret.',
        ),
      ]
    }
    const trouble = envValueTrouble(variable, value)
    if (trouble !== undefined) return [trouble]
    if (value === clientSecret) {
      return [fault(`${variable} is the client secret.`, refused, copyIt)]
    }
    const shape = tokenShape(value)
    if (shape !== undefined) return [fault(`${variable} is ${shape}.`, refused, copyIt)]
    return [ok(`${variable} is set, and is not the client secret.`)]
  },
}

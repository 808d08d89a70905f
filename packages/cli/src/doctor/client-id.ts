import type { Check } from './check.ts'
import { envValueTrouble } from './env-value.ts'
import { fault, ok, warning } from './finding.ts'
import { tokenShape } from './token-shape.ts'

const variable = 'MERCADOPAGO_CLIENT_ID'

/** The Client ID looks like one. */
export const clientId: Check = {
  name: 'client-id',
  look({ clientId: value, provider }) {
    if (value === undefined || value === '') {
      return [
        fault(
          `${variable} is missing.`,
          'Nothing can be asked without it.',
          'Copy the Client ID (application number) from the production credentials of the panel.',
        ),
      ]
    }
    const trouble = envValueTrouble(variable, value)
    if (trouble !== undefined) return [trouble]
    const shape = tokenShape(value)
    if (shape !== undefined) {
      return [
        fault(
          `${variable} is ${shape}.`,
          'It travels in every authorization URL, and it is refused there.',
          'Copy the Client ID (application number), which is all digits.',
        ),
      ]
    }
    // Elsewhere a client id may be any text.
    if (provider.sellerIdMember === undefined) return [ok(`${variable} is there.`)]
    if (!/^\d+$/.test(value)) {
      return [
        fault(
          `${variable} is not a number.`,
          'The consent page knows no such application.',
          'Copy the Client ID (application number) from the production credentials of the panel.',
        ),
      ]
    }
    if (value.length < 13) {
      return [
        warning(
          `${variable} has only ${value.length} digits.`,
          'An application number has about 16; the User ID beside it in the panel has fewer.',
          'Copy the Client ID, not the User ID.',
        ),
      ]
    }
    return [ok(`${variable} looks like an application number.`)]
  },
}
